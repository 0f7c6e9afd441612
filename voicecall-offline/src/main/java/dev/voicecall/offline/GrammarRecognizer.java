package dev.voicecall.offline;

import dev.voicecall.spi.SpeechToText.Words;
import edu.cmu.sphinx.decoder.search.Token;
import edu.cmu.sphinx.frontend.util.StreamDataSource;
import edu.cmu.sphinx.recognizer.Recognizer;
import edu.cmu.sphinx.util.props.ConfigurationManager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sphinx-4 with a grammar. It looks at an utterance twice: as words of the grammar, and as any phones in any order. How much
 * better the words fit, per 10 ms, is how sure it is. Called by one thread at a time.
 */
final class GrammarRecognizer {
    /** The natural logarithm of how much likelier the words must be than the phones, per 10 ms. */
    private static final double ENOUGH = 0.65;

    private static final double STEEPNESS = 4;
    private static final double LOG_BASE = Math.log(1.0001);
    /** Small, so that optional words are not heard into noise. It is no measure of how well words fit. */
    private static final double WORD_INSERTION_PROBABILITY = 1e-14;

    /** Held, since the logging of Java forgets levels of loggers that nobody holds. */
    private static final Logger SPHINX = Logger.getLogger("edu.cmu.sphinx");

    static {
        if (SPHINX.getLevel() == null) {
            SPHINX.setLevel(Level.OFF); // it tells of each phone that it loads
        }
    }

    private static final int PADDING_BYTES = 16_000 / 5 * 2;
    private static final int BYTES_PER_FRAME = 320;

    private final Recognizer words;
    private final Recognizer phones;
    private final StreamDataSource source;

    /**
     * Loads the model, which takes some seconds.
     *
     * @throws IOException if the grammar is not JSGF
     */
    GrammarRecognizer(String jsgf) throws IOException {
        Path directory = Files.createTempDirectory("voicecall");
        Path file = Files.writeString(directory.resolve("grammar.gram"), jsgf, StandardCharsets.UTF_8);
        try {
            ConfigurationManager parts =
                    new ConfigurationManager(GrammarRecognizer.class.getResource("recognizer.xml"));
            parts.setGlobalProperty("grammarLocation", directory.toUri().toString());
            parts.setGlobalProperty("wordInsertionProbability", Double.toString(WORD_INSERTION_PROBABILITY));
            words = (Recognizer) parts.lookup("recognizer");
            phones = (Recognizer) parts.lookup("phoneRecognizer");
            source = (StreamDataSource) parts.lookup("dataSource");
            words.allocate();
            phones.allocate();
        } finally {
            Files.delete(file);
            Files.delete(directory);
        }
    }

    /** @param utterance 16-bit linear, 16 kHz */
    Words recognize(byte[] utterance) {
        byte[] sound = inQuietNoise(utterance);
        Token best = decode(words, sound);
        Token anything = decode(phones, sound);
        if (best == null || anything == null) {
            return Words.NONE;
        }
        String text = best.getWordPathNoFiller();
        int count = text.isEmpty() ? 0 : text.split(" ").length;
        double difference =
                (best.getScore() - anything.getScore()) * LOG_BASE - count * Math.log(WORD_INSERTION_PROBABILITY);
        double perFrame = difference / ((double) sound.length / BYTES_PER_FRAME);
        return perFrame < ENOUGH || text.isEmpty()
                ? Words.NONE
                : new Words(text, OptionalDouble.of(confidence(perFrame)));
    }

    private static double confidence(double perFrame) {
        return 1 / (1 + Math.exp(-STEEPNESS * (perFrame - ENOUGH)));
    }

    private @Nullable Token decode(Recognizer recognizer, byte[] sound) {
        source.setInputStream(new ByteArrayInputStream(sound));
        var result = recognizer.recognize();
        if (result == null) {
            return null;
        }
        return recognizer == words ? result.getBestFinalToken() : result.getBestToken();
    }

    /** With 0.2 s before and after. Digital silence, which the model never heard, would be taken for a sound. */
    private static byte[] inQuietNoise(byte[] utterance) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] sound = new byte[PADDING_BYTES + utterance.length / 2 * 2 + PADDING_BYTES];
        System.arraycopy(utterance, 0, sound, PADDING_BYTES, utterance.length / 2 * 2);
        for (int i = 0; i < sound.length; i += 2) {
            int sample = ((sound[i] & 0xFF) | (sound[i + 1] << 8)) + random.nextInt(-8, 9);
            int clipped = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
            sound[i] = (byte) clipped;
            sound[i + 1] = (byte) (clipped >> 8);
        }
        return sound;
    }
}
