package dev.voicecall;

import java.util.List;

/**
 * How recordings are transcribed after the call. Immutable.
 *
 * <pre>{@code
 * TranscriptionOptions.DEFAULT.withLanguage("de-DE").withDeletion(true)
 * }</pre>
 *
 * @param language that is expected, a BCP 47 tag; {@code en-US} by default
 * @param hints words and phrases that are likely
 * @param concurrency how many recordings at once, 1 to 100; 2 by default. Each takes a thread, and its sound space on the disk
 * @param maxBytes how large a recording may be, at least 1,000; 200 MB by default, almost two hours of two channels
 * @param deletion whether a recording is deleted at the carrier once its transcript is in the store; false by default
 */
public record TranscriptionOptions(
        String language, List<String> hints, int concurrency, long maxBytes, boolean deletion) {
    /** What most applications want. */
    public static final TranscriptionOptions DEFAULT =
            new TranscriptionOptions("en-US", List.of(), 2, 200_000_000, false);

    /**
     * Copies the hints.
     *
     * @throws IllegalArgumentException if a number is out of its bounds
     */
    public TranscriptionOptions {
        if (concurrency < 1 || concurrency > 100) {
            throw new IllegalArgumentException("concurrency is " + concurrency + "; it must be 1 to 100.");
        }
        if (maxBytes < 1_000) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + "; it must be at least 1,000.");
        }
        hints = List.copyOf(hints);
    }

    /** The same, but for {@link #language()}. */
    public TranscriptionOptions withLanguage(String tag) {
        return new TranscriptionOptions(tag, hints, concurrency, maxBytes, deletion);
    }

    /** The same, but for {@link #hints()}. */
    public TranscriptionOptions withHints(List<String> words) {
        return new TranscriptionOptions(language, words, concurrency, maxBytes, deletion);
    }

    /** The same, but for {@link #concurrency()}. */
    public TranscriptionOptions withConcurrency(int recordings) {
        return new TranscriptionOptions(language, hints, recordings, maxBytes, deletion);
    }

    /** The same, but for {@link #maxBytes()}. */
    public TranscriptionOptions withMaxBytes(long bytes) {
        return new TranscriptionOptions(language, hints, concurrency, bytes, deletion);
    }

    /** The same, but for {@link #deletion()}. */
    public TranscriptionOptions withDeletion(boolean afterwards) {
        return new TranscriptionOptions(language, hints, concurrency, maxBytes, afterwards);
    }
}
