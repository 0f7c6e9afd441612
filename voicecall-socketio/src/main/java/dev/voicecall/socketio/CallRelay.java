package dev.voicecall.socketio;

import dev.voicecall.CallEvents;
import dev.voicecall.CallListener;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Relays calls live, what happens on them and what is said, to those who may watch. What they do, or don't, never holds up a call: who
 * does not read is dropped.
 *
 * <pre>{@code
 * CallRelay relay = CallRelay.builder((handshake, token) -> token.filter(known).map(user -> call -> true)).build();
 * relay.mount(webServer);
 * VoiceCalls calls = VoiceCalls.builder(gateway).listener(relay.listener()).tap(relay.taps()).build();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class CallRelay implements AutoCloseable {
    private final RelayHub hub;
    private final RelaySettings settings;
    private final EventSocket events;
    private final SocketIoServer socketIo;
    private final CallListener listener;
    private final Runnable closeScheduler;

    CallRelay(
            WatcherAuthenticator authenticator, RelaySettings settings, Scheduler scheduler, Runnable closeScheduler) {
        this.settings = settings;
        this.closeScheduler = closeScheduler;
        this.hub = new RelayHub(scheduler);
        Admission admission = new Admission(authenticator);
        this.events = new EventSocket(hub, admission, settings);
        this.socketIo = new SocketIoServer(scheduler, settings.socketIo(), new SocketIoWatchers(hub, admission));
        this.listener = new CallEvents(new SchedulerClock(scheduler, ZoneOffset.UTC), hub::tell);
    }

    /** A relay with settings. */
    public static CallRelayBuilder builder(WatcherAuthenticator authenticator) {
        return new CallRelayBuilder(authenticator);
    }

    /** Mounts it; before the server starts. */
    public void mount(WebServer server) {
        server.socket(settings.eventsPath(), events);
        socketIo.mount(server);
    }

    /** What hears of calls, for {@link dev.voicecall.VoiceCallsBuilder#listener}. Calls that have begun before are not relayed. */
    public CallListener listener() {
        return listener;
    }

    /** What hears the sound of calls, for {@link dev.voicecall.VoiceCallsBuilder#tap}. Needs the {@link #listener()}, too. */
    public AudioTap.Factory taps() {
        return call -> call.id().map(id -> {
            CallSound sound = new CallSound(id, hub);
            hub.soundBegins(sound);
            return sound;
        });
    }

    /** How many watch, and what was lost. */
    public RelayCounts counts() {
        SocketIoServer.Counts overSocketIo = socketIo.counts();
        return new RelayCounts(
                events.clients() + overSocketIo.sessions(),
                events.refused() + overSocketIo.refused(),
                events.dropped() + overSocketIo.dropped(),
                hub.lostEvents(),
                hub.lostSound());
    }

    /** Disconnects all who watch; what happens on calls is told to nobody any more. Blocks for a moment, until they were told. */
    @Override
    public void close() {
        hub.close();
        socketIo.close();
        closeScheduler.run();
    }

    /** The scheduler's time of day as a clock. */
    private static final class SchedulerClock extends Clock {
        private final Scheduler scheduler;
        private final ZoneId zone;

        SchedulerClock(Scheduler scheduler, ZoneId zone) {
            this.scheduler = scheduler;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new SchedulerClock(scheduler, other);
        }

        @Override
        public Instant instant() {
            return scheduler.now();
        }
    }
}
