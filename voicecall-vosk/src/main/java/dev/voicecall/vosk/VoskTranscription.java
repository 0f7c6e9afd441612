package dev.voicecall.vosk;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.SpeechToText.Listener;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One side of one call. The sound waits in line for a worker thread, up to a bound; an utterance that does not fit fails.
 * Called by one thread at a time.
 */
final class VoskTranscription implements Transcription {
    /** A minute of 16-bit sound at 16 kHz. */
    static final int MOST_BYTES_WAITING = 60 * 16_000 * 2;

    private final NativeRecognizer.Factory recognizers;
    private final Listener listener;
    private final Mailbox worker;
    private final AtomicInteger bytesWaiting = new AtomicInteger();
    private volatile boolean closed;
    private boolean lost;

    // Touched on the worker only.
    private @Nullable NativeRecognizer recognizer;
    private @Nullable RuntimeException failure;
    private String partsBefore = "";
    private String interim = "";

    VoskTranscription(NativeRecognizer.Factory recognizers, Executor worker, Listener listener) {
        this.recognizers = recognizers;
        this.worker = new Mailbox(worker);
        this.listener = listener;
    }

    @Override
    public void audio(byte[] sound) {
        if (lost || bytesWaiting.get() + sound.length > MOST_BYTES_WAITING) {
            lost = true;
            return;
        }
        bytesWaiting.addAndGet(sound.length);
        worker.execute(() -> {
            bytesWaiting.addAndGet(-sound.length);
            guarded(() -> hear(sound));
        });
    }

    @Override
    public void endUtterance() {
        boolean incomplete = lost;
        lost = false;
        worker.execute(() -> finish(incomplete));
    }

    @Override
    public void close() {
        closed = true;
        worker.execute(this::free);
    }

    private void hear(byte[] sound) throws IOException {
        NativeRecognizer vosk = recognizer();
        if (vosk.accept(sound)) {
            partsBefore = joined(partsBefore, VoskJson.words("text", vosk.result()));
        }
        String heard = joined(partsBefore, VoskJson.words("partial", vosk.partialResult()));
        if (!heard.equals(interim)) {
            interim = heard;
            listener.onInterim(heard);
        }
    }

    private void finish(boolean incomplete) {
        String[] last = {""};
        guarded(() -> last[0] = VoskJson.words("text", recognizer().finalResult()));
        String text = joined(partsBefore, last[0]);
        RuntimeException broken = failure;
        partsBefore = "";
        interim = "";
        failure = null;
        if (closed) {
            return;
        }
        if (incomplete) {
            listener.onFailure(unheard("the recognizer is more than a minute behind; have fewer calls at once.", null));
        } else if (broken != null) {
            listener.onFailure(unheard("Vosk failed: " + broken, broken));
        } else {
            listener.onFinal(text.isEmpty() ? Words.NONE : new Words(text, OptionalDouble.empty()));
        }
    }

    private static ProviderException unheard(String why, @Nullable Throwable cause) {
        return new ProviderException(Stage.HEARING, "An utterance was not recognized: " + why, true, cause);
    }

    /** After a failure the rest of the utterance is passed over; its end tells of it. */
    private void guarded(NativeCall call) {
        if (closed || failure != null) {
            return;
        }
        try {
            call.run();
        } catch (IOException e) {
            failure = new IllegalStateException("no recognizer could be made", e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private NativeRecognizer recognizer() throws IOException {
        if (recognizer == null) {
            recognizer = recognizers.create();
        }
        return recognizer;
    }

    private void free() {
        if (recognizer != null) {
            recognizer.close();
            recognizer = null;
        }
    }

    private static String joined(String before, String after) {
        return (before + " " + after).strip();
    }

    @FunctionalInterface
    private interface NativeCall {
        void run() throws IOException;
    }
}
