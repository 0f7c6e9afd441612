package dev.voicecall.benchmarks;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.Turn;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * So many conversations of an agent at once, over live audio and real sockets, with the Twilio simulator in a process of its
 * own; and what that costs. The agent's ear, mind and voice take no time. Arguments: how many calls (200), and for how many
 * seconds they are measured (300).
 */
public final class LiveLoad {
    private static final int WARM_UP_SECONDS = 20;
    private static final int SETTLING_SECONDS = 10;
    private static final int RECOVERY_SECONDS = 2;
    private static final int STRETCHES = 5;

    private final LiveTimes times = new LiveTimes();
    private final Scheduler scheduler = new TimedScheduler(Scheduler.system(), times);
    private final SimulatorProcess twilio;
    private final WebServer server;
    private final VoiceCalls calls;
    private final VoiceAgent agent;
    private volatile CountDownLatch answered = new CountDownLatch(0);

    private LiveLoad(SimulatorProcess twilio) {
        this.twilio = twilio;
        this.server = new TimedWebServer(
                NettyWebServer.on("127.0.0.1", 0), times.webhooks, acceptor -> TimedSocket.accepting(acceptor, times));
        this.calls = VoiceCalls.builder(twilio.gateway(server))
                .scheduler(scheduler)
                .maxConcurrentCalls(10_000)
                .maxCallsPerMinute(100_000)
                .listener(new Listener())
                .build();
        this.agent = EchoAgent.of(times);
    }

    private final class Listener implements CallListener {
        @Override
        public void onAnswered(CallInfo call, AnsweredBy by) {
            answered.countDown();
        }

        @Override
        public void onTurn(CallInfo call, Turn turn) {
            times.turn(turn);
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 300;
        try (SimulatorProcess twilio = SimulatorProcess.start(TalkingCallees.class, count)) {
            Set<String> threads = Jvm.threads();
            boolean right = run(twilio, count, seconds);
            report("platform threads more than before", Jvm.threadsSince(threads));
            report("heap limit, processors, Java", Jvm.limits());
            if (!right) {
                throw new IllegalStateException("Somebody heard what was not meant for them.");
            }
        }
    }

    /** When this returns, all that it used can be collected. */
    private static boolean run(SimulatorProcess twilio, int count, int seconds) throws Exception {
        LiveLoad load = new LiveLoad(twilio);
        load.warmUp(count);
        boolean right = load.measure(count, seconds);
        load.close();
        return right;
    }

    private void warmUp(int count) throws Exception {
        List<CompletableFuture<CallResult<Void>>> results = begin(count);
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        end(results);
        twilio.report();
    }

    private boolean measure(int count, int seconds) throws Exception {
        long heapBefore = Jvm.usedHeap();
        List<CompletableFuture<CallResult<Void>>> results = begin(count);
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        List<Long> heap = new ArrayList<>();
        heap.add(Jvm.usedHeap());
        Jvm.Use use = Jvm.Use.NONE;
        for (int stretch = 0; stretch < STRETCHES; stretch++) {
            use = use.plus(measureStretch(seconds * 1_000L / STRETCHES));
            heap.add(Jvm.usedHeap());
        }
        end(results);
        Map<String, String> heard = twilio.report();
        report("calls at once, seconds", count + ", " + seconds);
        heard.forEach(LiveLoad::report);
        report("sound due to with the OS", times.frames);
        report("timers, late by", times.timers);
        report("message sent to with the OS", times.writes);
        report("end of speech to first sound", times.latencies);
        report("end of turn decided to first sound", times.answers);
        report("deciding frame to clear with the OS", times.clears);
        report(
                "heap per call, after each fifth",
                heap.stream()
                        .map(bytes -> String.format(Locale.ROOT, "%,d", (bytes - heapBefore) / count))
                        .collect(Collectors.joining(", ")));
        report("platform threads at the peak", Jvm.peakThreads());
        report("use", use.per(count, seconds));
        return "0".equals(heard.get(TalkingCallees.CROSS_TALK));
    }

    /** The full garbage collections are left out, and what they leave to be made up for. */
    private Jvm.Use measureStretch(long millis) throws InterruptedException {
        TimeUnit.SECONDS.sleep(RECOVERY_SECONDS);
        Jvm.Use before = Jvm.Use.now();
        times.record(true);
        TimeUnit.MILLISECONDS.sleep(millis);
        times.record(false);
        return Jvm.Use.now().minus(before);
    }

    private List<CompletableFuture<CallResult<Void>>> begin(int count) throws InterruptedException {
        answered = new CountDownLatch(count);
        List<CompletableFuture<CallResult<Void>>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(calls.callAsync(SimulatorProcess.number(i), agent, CallOptions.DEFAULT));
        }
        if (!answered.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(answered.getCount() + " of " + count + " calls were not answered.");
        }
        return results;
    }

    /** Hangs up, and waits until Twilio has confirmed it. */
    private void end(List<CompletableFuture<CallResult<Void>>> results) throws InterruptedException {
        for (CompletableFuture<CallResult<Void>> result : results) {
            if (result.isDone()) {
                throw new IllegalStateException("A call has ended by itself: " + result.join());
            }
            result.cancel(true);
        }
        while (calls.openCalls() > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private void close() {
        calls.close();
        server.close();
        scheduler.close();
    }

    private static void report(String what, Object value) {
        System.out.printf("%-40s %s%n", what, value);
    }
}
