package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.StepResult;
import dev.voicecall.spi.WebSocketListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link dev.voicecall.spi.Step.Stream} under way: from the URL that Twilio is told to connect to, until Twilio asks what
 * comes next.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class StreamStep implements MediaStream.Owner {
    private static final Duration SILENCE_AFTERWARDS = Duration.ofSeconds(3);

    private final String name;
    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final Watchdog watchdog;
    private final AudioLine.Listener listener;
    private final Consumer<VoiceCallException> warn;

    private @Nullable StreamUrl url;
    private @Nullable MediaStream stream;
    private @Nullable CarrierException problem;
    private boolean closed;
    private boolean brokenOff;
    private boolean over;

    /**
     * A step that Twilio does not know of yet.
     *
     * @param name no other stream of the call has it
     * @param warn told what went wrong that the stream survived
     */
    StreamStep(
            String name,
            TwilioLeg.Context context,
            Mailbox mailbox,
            Watchdog watchdog,
            AudioLine.Listener listener,
            Consumer<VoiceCallException> warn) {
        this.name = name;
        this.context = context;
        this.mailbox = mailbox;
        this.watchdog = watchdog;
        this.listener = listener;
        this.warn = warn;
    }

    String name() {
        return name;
    }

    /**
     * Makes a URL for Twilio to connect to. Called once.
     *
     * @param callSid the call that it is for
     */
    String url(Optional<String> callSid) {
        StreamUrl made = new StreamUrl(context, mailbox, callSid, this::connect, () -> {});
        url = made;
        return made.toString();
    }

    private WebSocketListener connect() {
        MediaStream connected = new MediaStream(context.scheduler(), mailbox, listener, this);
        mailbox.executeHere(() -> {
            if (url != null) {
                url.withdraw();
            }
            stream = connected;
            connected.awaitStart();
            if (over) {
                connected.close();
            }
        });
        return connected;
    }

    /** Twilio reports that it could not connect, or that the stream broke. Of the latter we may know why, and better. */
    void onError(CarrierException reported) {
        if (!closed && problem == null) {
            problem = reported;
            watchdog.expectSignWithin(SILENCE_AFTERWARDS);
        }
    }

    /** Whether Twilio has to come, over the stream or to ask what comes next. */
    boolean isExpected() {
        return url != null && !over;
    }

    /** Nothing is heard of Twilio, but the call goes on: gives the stream up. Twilio is then told to ask what comes next. */
    void breakOff() {
        brokenOff = true;
        if (stream != null) {
            stream.giveUp();
        }
    }

    /** Twilio has asked what comes next, which it does when the stream is over. */
    void complete(StepResult asTwilioSaysIt, CompletableFuture<StepResult> result) {
        end();
        if (closed) {
            result.complete(new StepResult.Done());
        } else if (asTwilioSaysIt instanceof StepResult.Interrupted && !brokenOff) {
            result.complete(asTwilioSaysIt);
        } else {
            result.completeExceptionally(problem != null ? problem : unexplained());
        }
    }

    /** Leaves nothing behind. */
    void end() {
        over = true;
        if (url != null) {
            url.withdraw();
        }
        if (stream != null) {
            stream.close();
        }
    }

    private CarrierException unexplained() {
        String why = stream == null
                ? "Twilio did not open the media stream. It has to reach the public URL by WebSocket, too: over wss at port"
                        + " 443, through whatever proxy there is."
                : "The media stream broke: Twilio left it.";
        return new CarrierException(why, 0, true, null);
    }

    @Override
    public boolean isOurs(String given) {
        return url != null && url.isFor(given);
    }

    @Override
    public boolean onOutbound(long positionSamples, byte[] muLaw) {
        return false;
    }

    @Override
    public void onSign() {
        watchdog.onSign();
    }

    @Override
    public void onWarning(VoiceCallException warning) {
        warn.accept(warning);
    }

    @Override
    public void onStop() {
        // that it is over says the same
    }

    @Override
    public void onOver(@Nullable CarrierException why) {
        if (over) {
            return;
        }
        closed = why == null;
        if (problem == null) {
            problem = why;
        }
        watchdog.expectSignWithin(SILENCE_AFTERWARDS);
    }
}
