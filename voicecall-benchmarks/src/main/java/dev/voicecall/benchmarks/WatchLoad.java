package dev.voicecall.benchmarks;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.socketio.CallRelay;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One conversation of an agent over live audio, first unwatched and then watched, words and sound, by so many clients over real sockets;
 * and what the call notices of it. The Twilio simulator and the clients are in processes of their own. Arguments: for how many
 * seconds it is watched (120), by how many clients over Socket.IO (50), of which the first does not read, and by how many
 * over plain WebSockets (5).
 */
public final class WatchLoad {
    private static final int WARM_UP_SECONDS = 10;
    private static final int RECOVERY_SECONDS = 2;
    private static final int STRETCHES = 4;

    private final LiveTimes times = new LiveTimes();
    private final InboundFrames inbound = new InboundFrames();
    private final Scheduler scheduler = new TimedScheduler(Scheduler.system(), times);
    private final WebServer server = NettyWebServer.on("127.0.0.1", 0);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CallRelay relay;
    private final VoiceCalls calls;

    private WatchLoad(SimulatorProcess twilio) {
        WebServer timed = new TimedWebServer(
                server, times.webhooks, acceptor -> inbound.timed(TimedSocket.accepting(acceptor, times)));
        this.relay = CallRelay.builder((handshake, token) ->
                        token.filter(WatchingClients.TOKEN::equals).map(valid -> call -> true))
                .scheduler(scheduler)
                .build();
        relay.mount(server);
        this.calls = VoiceCalls.builder(twilio.gateway(timed))
                .scheduler(scheduler)
                .listener(relay.listener())
                .listener(new Answered())
                .tap(relay.taps())
                .build();
    }

    private final class Answered implements CallListener {
        @Override
        public void onAnswered(CallInfo call, AnsweredBy by) {
            answered.countDown();
        }
    }

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 120;
        int socketIo = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        int plain = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        try (SimulatorProcess twilio = SimulatorProcess.start(TalkingCallees.class, 1)) {
            WatchLoad load = new WatchLoad(twilio);
            boolean right = load.run(seconds, socketIo, plain);
            load.close();
            report("heap limit, processors, Java", Jvm.limits());
            if (!right) {
                throw new IllegalStateException("A client that reads has missed something.");
            }
        }
    }

    private boolean run(int seconds, int socketIo, int plain) throws Exception {
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(SimulatorProcess.number(0), EchoAgent.of(times), CallOptions.DEFAULT);
        if (!answered.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The call was not answered.");
        }
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        report(
                "seconds, over Socket.IO, over WebSockets",
                seconds + ", " + socketIo + " (one does not read), " + plain);
        measure("unwatched", seconds);
        URI address = server.start();
        try (WatchingClients.InAProcess clients = WatchingClients.InAProcess.start(address, socketIo, plain)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            measure("watched", seconds);
            report("counts of the relay", relay.counts());
            result.cancel(true);
            return clients.report(WatchLoad::report);
        }
    }

    /** The full garbage collections are left out, and what they leave to be made up for. */
    private void measure(String how, int seconds) throws InterruptedException {
        times.frames.reset();
        inbound.late.reset();
        List<Long> heap = new ArrayList<>();
        Jvm.Use use = Jvm.Use.NONE;
        for (int stretch = 0; stretch < STRETCHES; stretch++) {
            heap.add(Jvm.usedHeap());
            TimeUnit.SECONDS.sleep(RECOVERY_SECONDS);
            Jvm.Use before = Jvm.Use.now();
            record(true);
            TimeUnit.MILLISECONDS.sleep(seconds * 1_000L / STRETCHES);
            record(false);
            use = use.plus(Jvm.Use.now().minus(before));
        }
        heap.add(Jvm.usedHeap());
        report(how + ": our sound, due to with the OS", times.frames);
        report(how + ": their sound, dealt with late by", inbound.late);
        report(
                how + ": heap, before each quarter and after",
                heap.stream()
                        .map(bytes -> String.format(Locale.ROOT, "%,d KiB", bytes >> 10))
                        .collect(Collectors.joining(", ")));
        report(how + ": use", use.per(1, seconds));
    }

    private void record(boolean on) {
        times.record(on);
        inbound.record(on);
    }

    private void close() {
        calls.close();
        relay.close();
        server.close();
        scheduler.close();
    }

    private static void report(String what, Object value) {
        System.out.printf("%-45s %s%n", what, value);
    }
}
