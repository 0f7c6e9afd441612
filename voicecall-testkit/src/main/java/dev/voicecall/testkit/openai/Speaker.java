package dev.voicecall.testkit.openai;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model's voice on one text: made by a worker, taken piece by piece on the session's mailbox. */
final class Speaker {
    private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

    private final AudioConverter converter;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final Runnable onMore;
    private boolean complete;
    private boolean failed;
    private @Nullable Thread worker;
    private boolean cancelled;

    private Speaker(AudioFormat from, AudioFormat to, Runnable onMore) {
        this.converter = AudioConverter.between(from, to);
        this.onMore = onMore;
    }

    /**
     * Begins to speak.
     *
     * @param onMore called on the mailbox when there is more to take, or nothing more comes
     */
    static Speaker say(String text, Mind mind, AudioFormat format, Executor mailbox, Runnable onMore) {
        Speaker speaker = new Speaker(mind.voice().format(), format, onMore);
        mind.time().worker().execute(() -> speaker.work(text, mind, mailbox));
        return speaker;
    }

    private void work(String text, Mind mind, Executor mailbox) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            worker = Thread.currentThread();
        }
        boolean well = false;
        try {
            mind.voice()
                    .synthesize(
                            new Speech(text, "en-US", Optional.empty()),
                            sound -> mailbox.execute(() -> add(converter.convert(sound, 0, sound.length))));
            well = true;
        } catch (InterruptedException nobodyWantsIt) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("The simulated model's voice failed.", e);
        } finally {
            synchronized (this) {
                worker = null;
            }
        }
        boolean spoken = well;
        mailbox.execute(() -> end(spoken));
    }

    private void add(byte[] sound) {
        made.writeBytes(sound);
        onMore.run();
    }

    private void end(boolean well) {
        made.writeBytes(converter.flush());
        complete = true;
        failed = !well;
        onMore.run();
    }

    /** The next so many bytes, fewer at the end; empty if they are not there yet, or if none comes any more. */
    byte[] take(int bytes) {
        byte[] all = made.toByteArray();
        if (all.length < bytes && !complete) {
            return new byte[0];
        }
        byte[] piece = Arrays.copyOf(all, Math.min(bytes, all.length));
        made.reset();
        made.write(all, piece.length, all.length - piece.length);
        return piece;
    }

    /** How much was made and not taken. */
    int bytesLeft() {
        return made.size();
    }

    /** Whether all that was to be said has been made. */
    boolean complete() {
        return complete;
    }

    boolean failed() {
        return failed;
    }

    synchronized void cancel() {
        cancelled = true;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
