package dev.voicecall.twilio;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.WebSocketListener;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where Twilio shall open one media stream: a URL that ends with a secret token, which opens it once, within
 * {@value #TOKEN_SECONDS} s, for one call.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class StreamUrl {
    private static final int TOKEN_SECONDS = 30;

    private final TwilioLeg.Context context;
    private final String token;
    private final Optional<String> callSid;
    private final Timer expiry;

    /**
     * Makes one that is good from now on.
     *
     * @param callSid the call that it is for
     * @param connect makes what listens to the stream; called once at most, by any thread
     * @param expired told if nobody used the token in time
     */
    StreamUrl(
            TwilioLeg.Context context,
            Mailbox mailbox,
            Optional<String> callSid,
            Supplier<WebSocketListener> connect,
            Runnable expired) {
        this.context = context;
        this.token = context.registry().newToken();
        this.callSid = callSid;
        context.registry().expectStream(token, connect);
        this.expiry = context.scheduler().schedule(Duration.ofSeconds(TOKEN_SECONDS), mailbox, () -> {
            context.registry().withdrawStream(token);
            expired.run();
        });
    }

    /** Whether this is the call that it is for. */
    boolean isFor(String given) {
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
        return callSid.filter(ours -> MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), bytes))
                .isPresent();
    }

    /** It was used, or is not wanted any more. */
    void withdraw() {
        expiry.cancel();
        context.registry().withdrawStream(token);
    }

    @Override
    public String toString() {
        return context.config().streamUrl(token);
    }
}
