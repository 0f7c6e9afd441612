package dev.voicecall.examples;

import dev.voicecall.CallScript;
import dev.voicecall.EventLog;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.socketio.CallRelay;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * By what people watch a service's calls: a page, the records of calls that it shows, what happens on them as it happens
 * ({@code WS /events} and Socket.IO), and a telephone to talk to the service's agent. Safe for use by many threads.
 */
final class CallConsole implements AutoCloseable {
    private final ConsoleAccess access;
    private final WebServer server;
    private final Scheduler scheduler;
    private final CallStore store;
    private final boolean relaysMedia;
    private final CallRelay relay;
    private final CompletableFuture<VoiceCalls> calls = new CompletableFuture<>();
    private Optional<ConsolePhone> phone = Optional.empty();

    /**
     * What is watched is said {@linkplain #watch later}.
     *
     * @param server not started yet
     * @param store where the records of calls are
     * @param relaysMedia whether the sound of calls can be heard, too, for which the carrier has to send it a second time
     */
    CallConsole(ConsoleAccess access, WebServer server, Scheduler scheduler, CallStore store, boolean relaysMedia) {
        this.access = access;
        this.server = server;
        this.scheduler = scheduler;
        this.store = store;
        this.relaysMedia = relaysMedia;
        this.relay = CallRelay.builder(access::watcher)
                .allowOrigins(access.otherOrigins().toArray(String[]::new))
                .scheduler(scheduler)
                .build();
        relay.mount(server);
        new ConsoleRoutes(access, this, scheduler.worker(), Clock.systemUTC()).mount(server);
    }

    /**
     * Has an agent answer whoever talks to it from the page. Such calls are watched, kept and logged as any others; what else a service does
     * with its calls is not done with them.
     */
    void answeredBy(CallScript<?> agent) {
        ConsolePhone opened = new ConsolePhone(
                agent,
                scheduler,
                calls -> watch(calls.listener(EventLog.listener(Clock.systemUTC())), new ConsolePhoneStore(store)));
        phone = Optional.of(opened);
        server.socket(ConsolePhone.PATH, access.aroundSocket(opened));
    }

    /** Watches the calls that are made and taken with these settings. */
    void watch(VoiceCallsBuilder settings) {
        watch(settings, store);
    }

    private void watch(VoiceCallsBuilder settings, CallStore records) {
        settings.store(records).listener(relay.listener());
        if (relaysMedia) {
            settings.tap(relay.taps());
        }
    }

    /** From now on there are calls. */
    void started(VoiceCalls started) {
        calls.complete(started);
    }

    CompletionStage<VoiceCalls> calls() {
        return calls;
    }

    /** Whether the sound of calls can be heard, too. */
    boolean relaysMedia() {
        return relaysMedia;
    }

    /** The telephone of the page, if there is one. */
    Optional<ConsolePhone> phone() {
        return phone;
    }

    /** Hangs up the calls of the page, and disconnects all who watch. */
    @Override
    public void close() {
        phone.ifPresent(ConsolePhone::close);
        relay.close();
    }
}
