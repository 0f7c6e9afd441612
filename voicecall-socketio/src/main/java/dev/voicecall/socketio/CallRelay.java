package dev.voicecall.socketio;

import dev.voicecall.CallEvents;
import dev.voicecall.CallListener;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;

/**
 * Relays calls live, what happens on them and what is said, to those who may watch: browsers over Socket.IO 4 at {@code /socket.io/}, and
 * anybody over a plain WebSocket at {@code /events}. Nothing that watches ever holds up a call: who does not read is dropped.
 *
 * <pre>{@code
 * CallRelay relay = CallRelay.builder((handshake, token) -> token.filter(SECRET::equals).map(valid -> call -> true)).build();
 * VoiceCalls calls = VoiceCalls.builder(gateway).listener(relay.listener()).tap(relay.taps()).build();
 * relay.mount(webServer); // before it starts
 * }</pre>
 *
 * <p><b>What is sent.</b> Each event is a JSON object with its name as {@code evt}. Over Socket.IO it is the one argument of the event of
 * that name, over a plain WebSocket a text message. The events of a call come in order, its sound included, and {@code ended} last.
 *
 * <table>
 * <caption>Events</caption>
 * <tr><th>{@code evt}</th><th>fields</th></tr>
 * <tr><td>{@code connected}</td><td>none; plain WebSockets only, first</td></tr>
 * <tr><td>{@code calls}</td><td>{@code ts}, {@code calls}: how all calls stand that are watched from now on, each with {@code call_id},
 *     {@code record_id}, {@code direction}, {@code from}, {@code to}, {@code status} and {@code since}; comes first, and whenever a
 *     call is joined or left. What happens after it follows, nothing twice and nothing left out</td></tr>
 * <tr><td>{@code status}, {@code speech_started}, {@code speech_stopped}, {@code interim}, {@code words}, {@code interrupted},
 *     {@code turn}, {@code tool}, {@code usage}, {@code warning}, {@code failure}, {@code ended}</td><td>{@code ts}, {@code call_id},
 *     {@code record_id}, and those of {@link CallEvents}. {@code words} also have {@code start_ms} and {@code end_ms}, since the call
 *     was answered, where their speaker was heard to begin and to stop. What happens before the carrier has a name for the call
 *     comes once it has</td></tr>
 * <tr><td>{@code media_in}, {@code media_out}</td><td>{@code call_id}, {@code position}, {@code audio}: what the other side says, and what
 *     it hears. Base64 of 16-bit linear samples, little endian, mono, 16,000 per second; the position is that of the first one, since
 *     the call began to be tapped and the same clock for both sides. Between two pieces that do not meet there is silence</td></tr>
 * <tr><td>{@code error}</td><td>{@code message}; plain WebSockets only, others get it as an acknowledgement</td></tr>
 * </table>
 *
 * <p>Clients of Socket.IO hear {@code words} under two more names, too: {@code Caller} if the other side said them, {@code Receiver} if
 * ours did.
 *
 * <p><b>What clients may say.</b>
 *
 * <table>
 * <caption>Messages of clients</caption>
 * <tr><th>Socket.IO</th><th>plain</th><th>meaning</th></tr>
 * <tr><td>{@code emit("join", "CA…", ack)}</td><td>{@code {"join":"CA…"}}</td><td>to see this call, and others that were joined, but no
 *     more. Of a call that it may not see it is told the same as of one that is not there</td></tr>
 * <tr><td>{@code emit("leave", "CA…", ack)}</td><td>{@code {"leave":"CA…"}}</td><td>not to see it any more; who has joined none sees all
 *     that it may</td></tr>
 * <tr><td>{@code emit("media", true, ack)}</td><td>{@code {"media":true}}</td><td>to be sent sound or not; at first over Socket.IO yes, else
 *     no</td></tr>
 * </table>
 *
 * <p>An acknowledgement is {@code {"ok":true}} or {@code {"error":"…"}}. Over a plain WebSocket what is none of these, or longer than
 * 4,096 bytes, is answered with an error and the connection closed with 1008; so is one with 64 messages waiting to be
 * carried out.
 *
 * <p><b>Who may see what</b> is asked of the {@link WatcherAuthenticator}, once for each watcher and call, when the carrier has a name for
 * it; whatever throws says no. Pages of other origins may not connect, unless they are {@linkplain CallRelayBuilder#allowOrigins
 * allowed}.
 *
 * <p><b>What it costs.</b> The sound of a call is converted and encoded once for all, on a worker, and not at all while nobody who may
 * wants it. If that can't keep up, what is more than two seconds behind is lost, the oldest first. Safe for use by many threads.
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
        this.listener = new CallEvents(scheduler::now, hub::tell);
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
}
