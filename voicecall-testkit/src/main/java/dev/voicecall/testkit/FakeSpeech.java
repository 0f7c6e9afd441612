package dev.voicecall.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A language for machines that sounds like speech to a speech detector: each 20 ms of it carry which word they belong to,
 * so a test can say to the frame what was played, and in which order.
 *
 * <pre>{@code
 * byte[] sound = FakeSpeech.say("How are you?");
 * assertThat(FakeSpeech.understand(sound)).isEqualTo("How are you?");
 * }</pre>
 *
 * <p>A word lasts 65 ms per character, at least 120 ms, and is followed by 60 ms of silence if another one comes. It is
 * written in bytes between 4,000 and 32,000 of full scale, half of them negative, at 200 Hz. The same text always sounds the
 * same. Understood is what arrives bit by bit as it was said, in μ-law or in 16 bits of the same rate; not what was mixed,
 * resampled or made louder. What is said {@linkplain #sayAt24Kilohertz at 24 kHz} may be resampled to 8 kHz. Safe for use by many
 * threads.
 */
public final class FakeSpeech {
    /** The μ-law byte of silence. */
    public static final byte SILENCE = (byte) 0xFF;

    /** Bytes of 20 ms. */
    static final int FRAME = 160;

    private static final int FRAME_MILLIS = 20;
    private static final int MILLIS_PER_CHARACTER = 65;
    private static final int SHORTEST_FRAMES = 6;
    private static final int GAP_FRAMES = 3;

    /**
     * A word that was heard, or a part of it. Immutable.
     *
     * @param text the word
     * @param framesHeard how many of its frames were heard, 1 or more
     * @param frames how many it has
     * @param repeatedFrames how many were heard twice in a row
     */
    public record Word(String text, int framesHeard, int frames, int repeatedFrames) {
        /** Whether at least half of it was heard, which is enough to understand it. */
        public boolean understood() {
            return 2 * framesHeard >= frames;
        }

        /** Whether all of it was heard, and nothing twice. */
        public boolean complete() {
            return framesHeard == frames && repeatedFrames == 0;
        }
    }

    private FakeSpeech() {}

    /**
     * Says a text.
     *
     * @param text any; words are what white space separates, and one of more than {@value FakeSpeechFrame#MAX_WORD_BYTES}
     *     bytes in UTF-8 is said as several
     * @return μ-law at 8 kHz, in whole frames of 160 bytes; empty if there is no word
     */
    public static byte[] say(String text) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        int number = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            for (String part : FakeSpeechFrame.parts(word, FakeSpeechFrame.MAX_WORD_BYTES)) {
                if (number > 0) {
                    sound.writeBytes(silence(GAP_FRAMES));
                }
                sayWord(part, number++, sound);
            }
        }
        return sound.toByteArray();
    }

    private static void sayWord(String word, int number, ByteArrayOutputStream sound) {
        int frames = frames(word);
        for (int i = 0; i < frames; i++) {
            sound.writeBytes(new FakeSpeechFrame(word, number & 0xFF, i, frames).encode());
        }
    }

    /**
     * Says a text so that it is understood once it was resampled to 8 kHz and is μ-law, as long as its first sample and whole
     * frames of 20 ms stay in time.
     *
     * @param text any; words are what white space separates, and one of more than {@value FakeSpeechSymbols#MAX_WORD_BYTES}
     *     bytes in UTF-8 is said as several
     * @return 16 bits, little endian, at 24 kHz, in whole frames of 960 bytes, as long as {@link #say} of the same words; no part
     *     of it is over 3 kHz
     */
    public static byte[] sayAt24Kilohertz(String text) {
        List<FakeSpeechFrame> frames = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        int place = 0;
        int number = 0;
        for (String word : text.strip().split("\\s+", -1)) {
            for (String part : FakeSpeechFrame.parts(word, FakeSpeechSymbols.MAX_WORD_BYTES)) {
                place += number > 0 ? GAP_FRAMES : 0;
                int length = frames(part);
                for (int i = 0; i < length; i++) {
                    frames.add(new FakeSpeechFrame(part, number & 0xFF, i, length));
                    places.add(place++);
                }
                number++;
            }
        }
        short[] symbols = new short[place * FakeSpeechSymbols.SYMBOLS];
        for (int i = 0; i < frames.size(); i++) {
            FakeSpeechSymbols.write(frames.get(i), symbols, places.get(i) * FakeSpeechSymbols.SYMBOLS);
        }
        return FakeSpeechSymbols.sound(symbols);
    }

    private static int frames(String word) {
        int characters = word.codePointCount(0, word.length());
        return Math.max(SHORTEST_FRAMES, Math.round((float) characters * MILLIS_PER_CHARACTER / FRAME_MILLIS));
    }

    /** The words of which at least half was heard, separated by spaces; empty if there are none. */
    public static String understand(byte[] muLaw) {
        return text(words(muLaw));
    }

    /** All words of which anything was heard, in the order in which they were. */
    public static List<Word> words(byte[] muLaw) {
        FakeSpeechEar ear = new FakeSpeechEar();
        ear.hear(muLaw);
        return ear.words();
    }

    static String text(List<Word> words) {
        return words.stream().filter(Word::understood).map(Word::text).collect(Collectors.joining(" "));
    }

    /** A word without what a writer puts around it: "Monthly," is "monthly". */
    static String bare(String word) {
        return word.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "").toLowerCase(Locale.ROOT);
    }

    /** Whether there is nothing but digital silence in it. */
    public static boolean isSilent(byte[] muLaw) {
        for (byte sample : muLaw) {
            if (sample != SILENCE) {
                return false;
            }
        }
        return true;
    }

    private static byte[] silence(int frames) {
        byte[] silence = new byte[frames * FRAME];
        Arrays.fill(silence, SILENCE);
        return silence;
    }
}
