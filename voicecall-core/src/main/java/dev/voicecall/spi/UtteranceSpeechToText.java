package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Collects the sound of an utterance and has it recognized at its end. Safe for use by many threads. */
final class UtteranceSpeechToText implements SpeechToText {
    private final AudioFormat format;
    private final UtteranceRecognizer recognizer;

    UtteranceSpeechToText(AudioFormat format, UtteranceRecognizer recognizer) {
        this.format = format;
        this.recognizer = recognizer;
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        return new Utterances(request, listener);
    }

    private final class Utterances implements Transcription {
        private final Request request;
        private final Listener listener;
        private final Mailbox worker;
        private ByteArrayOutputStream utterance = new ByteArrayOutputStream();
        private boolean closed;
        private @Nullable Thread recognizing;

        Utterances(Request request, Listener listener) {
            this.request = request;
            this.listener = listener;
            this.worker = new Mailbox(request.scheduler().worker());
        }

        @Override
        public void audio(byte[] sound) {
            utterance.writeBytes(sound);
        }

        @Override
        public void endUtterance() {
            byte[] sound = utterance.toByteArray();
            utterance = new ByteArrayOutputStream();
            worker.execute(() -> recognize(sound));
        }

        private void recognize(byte[] sound) {
            if (!begin()) {
                return;
            }
            try {
                listener.onFinal(words(sound));
            } catch (ProviderException e) {
                listener.onFailure(e);
            } catch (Exception | LinkageError e) {
                listener.onFailure(
                        new ProviderException(Stage.HEARING, "An utterance was not recognized: " + e, true, e));
            } finally {
                end();
            }
        }

        /** A failure that may not come again is worth a second attempt. */
        private Words words(byte[] sound) throws Exception {
            try {
                return recognizer.recognize(request, sound, listener::onUsage);
            } catch (Exception e) {
                boolean retryable = !(e instanceof ProviderException known) || known.retryable();
                if (!retryable || e instanceof InterruptedException || isClosed()) {
                    throw e;
                }
                return recognizer.recognize(request, sound, listener::onUsage);
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private synchronized boolean begin() {
            recognizing = closed ? null : Thread.currentThread();
            return !closed;
        }

        private synchronized void end() {
            recognizing = null;
            Thread.interrupted(); // the thread goes back to its pool
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (recognizing != null) {
                recognizing.interrupt();
            }
        }
    }
}
