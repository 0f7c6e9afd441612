package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.WebSocketListener;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A media stream that listens to both sides of a call, beside whatever else Twilio does on it. Nothing may be sent on it.
 *
 * <p>Belongs to one call; called on its mailbox, except to close it.
 */
final class TwilioTap implements AudioTap, MediaStream.Owner, AudioLine.Listener {
    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final String name;
    private final AudioTap.Listener listener;
    private final Consumer<VoiceCallException> warn;
    private final Consumer<TwilioTap> whenOver;

    private Optional<String> callSid = Optional.empty();
    private @Nullable StreamUrl url;
    private @Nullable MediaStream stream;
    private volatile boolean over;

    /**
     * A tap that Twilio does not know of yet.
     *
     * @param name no other tap of the call has it
     * @param warn told what went wrong, which the call survives
     * @param whenOver told once, before the listener
     */
    TwilioTap(
            TwilioLeg.Context context,
            Mailbox mailbox,
            String name,
            AudioTap.Listener listener,
            Consumer<VoiceCallException> warn,
            Consumer<TwilioTap> whenOver) {
        this.context = context;
        this.mailbox = mailbox;
        this.name = name;
        this.listener = listener;
        this.warn = warn;
        this.whenOver = whenOver;
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
        this.callSid = callSid;
        StreamUrl made = new StreamUrl(
                context,
                mailbox,
                callSid,
                this::connect,
                () -> fail(new CarrierException("Twilio did not open the media stream of a tap.", 0, true, null)));
        url = made;
        return made.toString();
    }

    private WebSocketListener connect() {
        MediaStream connected = new MediaStream(context.scheduler(), mailbox, this, this);
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

    @Override
    public void close() {
        if (!over) {
            mailbox.execute(this::stop);
        }
    }

    /** Has Twilio stop the stream; if it can't be told, closing the connection does as well. */
    void stop() {
        if (over) {
            return;
        }
        end();
        callSid.ifPresentOrElse(
                sid -> context.rest().stopStream(sid, name).whenCompleteAsync((stopped, failure) -> hangUp(), mailbox),
                this::hangUp);
    }

    /** It can't go on, though the call does. */
    void fail(VoiceCallException problem) {
        if (!over) {
            warn.accept(problem);
            stop();
        }
    }

    /** The call is over; leaves nothing behind. */
    void callEnded() {
        end();
        hangUp();
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        if (url != null) {
            url.withdraw();
        }
        whenOver.accept(this);
        try {
            listener.onEnded();
        } catch (RuntimeException | Error e) {
            warn.accept(new VoiceCallException("A tap's listener failed at its end: " + e, e));
        }
    }

    private void hangUp() {
        if (stream != null) {
            stream.close();
        }
    }

    private void hear(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (over) {
            return;
        }
        try {
            listener.onAudio(speaker, positionSamples, muLaw);
        } catch (RuntimeException | Error e) {
            fail(new VoiceCallException("A tap is closed, since its listener failed: " + e, e));
        }
    }

    @Override
    public void onOpen(AudioLine line) {
        // a line to listen to; nobody gets to speak on it
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        hear(Speaker.THEM, positionSamples, muLaw);
    }

    @Override
    public boolean onOutbound(long positionSamples, byte[] muLaw) {
        hear(Speaker.US, positionSamples, muLaw);
        return true;
    }

    @Override
    public void onMark(String mark) {
        // comes on bidirectional streams only
    }

    @Override
    public void onKey(char key) {
        // comes on bidirectional streams only
    }

    @Override
    public boolean isOurs(String given) {
        return url != null && url.isFor(given);
    }

    @Override
    public void onSign() {
        // that a tap is heard does not mean that what Twilio does beside it goes on
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        warn.accept(problem);
    }

    /** As it does when the call is over. */
    @Override
    public void onStop() {
        end();
    }

    @Override
    public void onOver(@Nullable CarrierException why) {
        if (!over && why != null) {
            warn.accept(why);
        }
        end();
    }
}
