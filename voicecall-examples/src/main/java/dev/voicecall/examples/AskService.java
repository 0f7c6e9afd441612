package dev.voicecall.examples;

import dev.voicecall.twilio.TwilioRoutes;
import java.net.URI;
import java.time.Duration;

/**
 * Questions by phone as a web service.
 *
 * <ul>
 *   <li>{@code POST /make-call} with {@code {"number": …, "prompt": …, "timeout_seconds": …}}: see {@link MakeCallHandler}
 *   <li>{@code POST /voice-logic}, {@code /handle-recording} and {@code /call-status}, and WebSockets below
 *       {@code /stream}: for Twilio
 *   <li>{@code GET /}: whether it is well
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
final class AskService implements AutoCloseable {
    private static final TwilioRoutes ROUTES =
            new TwilioRoutes("/voice-logic", "/handle-recording", "/call-status", "/stream");

    private final PhoneServer phone;

    private AskService(PhoneServer phone) {
        this.phone = phone;
    }

    /**
     * Starts the service.
     *
     * @throws dev.voicecall.VoiceCallException if something is wrong with what Twilio needs, or the port can't be had
     */
    static AskService start(ServiceConfig config) {
        return start(config, PhoneServer.DRAIN_TIMEOUT);
    }

    /** As {@link #start(ServiceConfig)}, with so much time for calls that are under way when it is closed. */
    static AskService start(ServiceConfig config, Duration drainTimeout) {
        PhoneServer phone = new PhoneServer(config);
        phone.route("POST", "/make-call", new MakeCallHandler(phone.calls()));
        phone.start(ROUTES, calls -> calls.drainTimeout(drainTimeout));
        return new AskService(phone);
    }

    /** Where it listens on this machine. */
    URI address() {
        return phone.address();
    }

    /** See {@link PhoneServer#close()}. */
    @Override
    public void close() {
        phone.close();
    }
}
