package dev.voicecall.benchmarks;

import dev.voicecall.AnsweredBy;
import dev.voicecall.Answers;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.WebServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * So many {@code ask}s in flight at once, through real HTTP, against the Twilio simulator in a process of its own; and what
 * that costs. Argument: how many (1,000).
 */
public final class CallLoad {
    private static final int WARM_UP = 1_000;

    private final Times webhooks = new Times();
    private final WebServer server;
    private final VoiceCalls calls;
    private volatile CountDownLatch answered = new CountDownLatch(0);

    private CallLoad(SimulatorProcess twilio) {
        this.server = new TimedWebServer(NettyWebServer.on("127.0.0.1", 0), webhooks, UnaryOperator.identity());
        this.calls = VoiceCalls.builder(twilio.gateway(server))
                .maxConcurrentCalls(100_000)
                .maxCallsPerMinute(1_000_000)
                .listener(new CallListener() {
                    @Override
                    public void onAnswered(CallInfo call, AnsweredBy by) {
                        answered.countDown();
                    }
                })
                .build();
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        try (SimulatorProcess twilio = SimulatorProcess.start(WaitingCallees.class, Math.max(count, WARM_UP))) {
            CallLoad load = new CallLoad(twilio);
            load.run(WARM_UP);
            load.report(count);
            load.calls.close();
            load.server.close();
        }
    }

    private void report(int count) throws Exception {
        long heapBefore = Jvm.usedHeap();
        webhooks.reset();
        Run run = begin(count);
        if (!answered.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(answered.getCount() + " of " + count + " calls were not answered.");
        }
        double seconds = (System.nanoTime() - run.begun) / 1e9;
        long heapWaiting = Jvm.usedHeap();
        int right = finish(run);
        System.out.printf("calls in flight at once        %,d%n", count);
        System.out.printf("with the right answer          %,d%n", right);
        System.out.printf(
                "calls set up per second        %,.0f (order to first webhook of the last one)%n", count / seconds);
        System.out.printf("webhook in to TwiML out        %s%n", webhooks);
        System.out.printf("heap per waiting call          %,d bytes%n", (heapWaiting - heapBefore) / count);
        System.out.printf("platform threads at the peak   %d%n", Jvm.peakThreads());
        System.out.printf("heap limit, processors, Java   %s%n", Jvm.limits());
        if (right != count) {
            throw new IllegalStateException("Some answers were wrong.");
        }
    }

    private record Run(long begun, List<CompletableFuture<CallResult<String>>> results) {}

    private void run(int count) throws Exception {
        finish(begin(count));
    }

    private Run begin(int count) {
        answered = new CountDownLatch(count);
        CallOptions options = CallOptions.builder()
                .answerTimeout(Duration.ofMinutes(1))
                .attempts(1)
                .ringTimeout(Duration.ofMinutes(2))
                .build();
        long begun = System.nanoTime();
        List<CompletableFuture<CallResult<String>>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(calls.askAsync(SimulatorProcess.number(i), "What is your number?", Answers.text(), options));
        }
        return new Run(begun, results);
    }

    private static int finish(Run run) throws Exception {
        int right = 0;
        for (int i = 0; i < run.results.size(); i++) {
            CallResult<String> result = run.results.get(i).get(3, TimeUnit.MINUTES);
            right += result.answer().equals(Optional.of(WaitingCallees.answer(i))) ? 1 : 0;
        }
        return right;
    }
}
