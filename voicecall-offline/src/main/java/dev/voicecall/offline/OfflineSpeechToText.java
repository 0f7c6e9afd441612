package dev.voicecall.offline;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A recognizer in pure Java, CMU Sphinx-4, for the phrases of a grammar: "yes", "a table for two at eight". US English.
 *
 * <p>For demos and tests: it needs no network and no key. It hears what is in its grammar and nothing else; free dictation is
 * not to be had from it. What is said beside the grammar is mostly {@link Words#NONE}, but a short word may pass for one that
 * sounds like it ("hello" for "no"). {@link Words#confidence} tells how much better the words fit than any phones do: 0.5 is
 * the least that is let pass, above 0.9 is usual.
 *
 * <p>{@link dev.voicecall.spi.Transcriber#of} makes a transcriber of recordings of it.
 *
 * <p>Recognizing takes about as long as a fifth of the utterance on an idle machine. A recognizer takes one at a time; the others wait in line
 * for up to ten seconds, then fail as retryable. Each takes about 100 MB and some seconds to load. Safe for use by many
 * threads.
 */
public final class OfflineSpeechToText implements SpeechToText, AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final SpeechToText utterances = SpeechToText.ofUtterances(AudioFormat.PCM_16K, this::recognize);
    private final BlockingQueue<GrammarRecognizer> idle;
    private volatile boolean closed;

    private OfflineSpeechToText(String jsgf, int recognizers) {
        idle = new ArrayBlockingQueue<>(recognizers);
        for (int i = 0; i < recognizers; i++) {
            idle.add(load(jsgf));
        }
    }

    /**
     * One recognizer for a grammar.
     *
     * @param jsgf a grammar in the JSpeech Grammar Format; each public rule is something that can be said. Words in lower
     *     case, numbers as words
     * @throws IllegalArgumentException if the grammar can't be read, or has a word that is not in the dictionary
     */
    public static OfflineSpeechToText withGrammar(String jsgf) {
        return withGrammar(jsgf, 1);
    }

    /**
     * Several recognizers for a grammar, for so many utterances at once.
     *
     * @param jsgf as for {@link #withGrammar(String)}
     * @param recognizers how many, at least 1; 100 MB each
     * @throws IllegalArgumentException if the grammar can't be read, or has a word that is not in the dictionary
     */
    public static OfflineSpeechToText withGrammar(String jsgf, int recognizers) {
        return new OfflineSpeechToText(jsgf, recognizers);
    }

    /**
     * One recognizer for a few phrases.
     *
     * @param phrases what can be said, e.g. {@code "yes"}, {@code "two people"}
     * @throws IllegalArgumentException if there is none, or one has a word that is not in the dictionary
     */
    public static OfflineSpeechToText withPhrases(List<String> phrases) {
        if (phrases.isEmpty()) {
            throw new IllegalArgumentException("There are no phrases to recognize; give one at least.");
        }
        return withGrammar("#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = " + String.join(" | ", phrases) + ";\n");
    }

    private static GrammarRecognizer load(String jsgf) {
        try {
            return new GrammarRecognizer(jsgf);
        } catch (IllegalArgumentException unknownWord) {
            throw unknownWord;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "The grammar can't be read; it must be JSGF, with a header and a public rule.", e);
        }
    }

    @Override
    public AudioFormat format() {
        return utterances.format();
    }

    /** Begins to listen. Its failures are {@link ProviderException}s; a language other than English is one. */
    @Override
    public Transcription open(Request request, Listener listener) {
        return utterances.open(request, listener);
    }

    private Words recognize(Request request, byte[] utterance) throws InterruptedException {
        if (!English.is(request.language())) {
            throw failure(
                    "The offline recognizer hears English, not '" + request.language() + "'; say 'en-US'.", false);
        }
        if (closed) {
            throw failure("The offline recognizer is closed; close it after the last call.", false);
        }
        GrammarRecognizer recognizer = idle.poll(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        if (recognizer == null) {
            throw failure("No recognizer was free for " + LONGEST_WAIT.toSeconds() + " s; have more of them.", true);
        }
        try {
            return recognizer.recognize(utterance);
        } finally {
            if (!closed) {
                idle.add(recognizer);
            }
        }
    }

    private static ProviderException failure(String message, boolean retryable) {
        return new ProviderException(Stage.HEARING, message, retryable, null);
    }

    /** Gives the memory back; utterances that are being recognized come to their end, later ones fail. */
    @Override
    public void close() {
        closed = true;
        idle.clear();
    }
}
