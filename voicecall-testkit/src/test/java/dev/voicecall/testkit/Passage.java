package dev.voicecall.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A text of which every word is found in no other passage: whoever hears a frame of it in {@link FakeSpeech} knows which
 * passage it is of, and where in its sound. Immutable.
 *
 * @param text sentences of about ten letters a second
 * @param words its words, in order
 * @param begins for each word, at which frame of the passage's sound it begins
 * @param frames how many frames of the sound are words, by word
 * @param length of the sound, in frames
 */
record Passage(String text, List<String> words, int[] begins, int[] frames, int length) {
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int GAP = 3;
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    private static final Map<String, Place> PLACES = new HashMap<>();
    private static final Set<String> TAKEN = new HashSet<>();
    private static final List<Passage> ALL = new ArrayList<>();

    static {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 80; i++) {
            ALL.add(make(random, 1 + random.nextInt(i < 40 ? 4 : 2)));
        }
    }

    /** A frame of a passage. Immutable. */
    record Place(Passage passage, int word, int frame) {}

    /** The passages from one number to another; up to 40 they are longer. */
    static List<Passage> range(int from, int to) {
        return ALL.subList(from, to);
    }

    /** Of which passage a text is the beginning, by its first word. */
    static Optional<Passage> of(String text) {
        return Optional.ofNullable(PLACES.get(text.split(" ", 2)[0])).map(Place::passage);
    }

    /** Where 20 ms of sound are from; empty for silence. */
    static Optional<Place> locate(byte[] sound, int offset) {
        if (!FakeSpeechFrame.begins(sound[offset])) {
            return Optional.empty();
        }
        FakeSpeechFrame frame = FakeSpeechFrame.decode(sound, offset);
        Place word = frame == null ? null : PLACES.get(frame.word());
        return word == null
                ? Optional.empty()
                : Optional.of(new Place(word.passage, word.word, word.frame + frame.index()));
    }

    private static Passage make(SplittableRandom random, int sentences) {
        List<String> words = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        List<Integer> frames = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < sentences; i++) {
            for (String word : sentence(random)) {
                words.add(word);
                begins.add(length);
                frames.add(FakeSpeech.say(word).length / FakeSpeech.FRAME);
                length += frames.get(frames.size() - 1) + GAP;
            }
            length -= GAP;
        }
        Passage passage = new Passage(String.join(" ", words), List.copyOf(words), ints(begins), ints(frames), length);
        for (int i = 0; i < words.size(); i++) {
            PLACES.put(words.get(i), new Place(passage, i, passage.begins[i]));
        }
        return passage;
    }

    private static List<String> sentence(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(2, 9); i > 0; i--) {
            String word = word(random);
            String begin = words.isEmpty() ? word.substring(0, 1).toUpperCase(Locale.ROOT) : word.substring(0, 1);
            words.add(begin + word.substring(1) + (i == 1 ? "." : ""));
        }
        return words;
    }

    private static String word(SplittableRandom random) {
        while (true) {
            String word = syllable(random) + syllable(random) + pick(random, List.of("", "n", "s", "ra"));
            if (TAKEN.add(word)) {
                return word;
            }
        }
    }

    private static String syllable(SplittableRandom random) {
        int which = random.nextInt(SYLLABLES);
        return "" + CONSONANTS.charAt(which / VOWELS.length()) + VOWELS.charAt(which % VOWELS.length());
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static int[] ints(List<Integer> from) {
        return from.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The frame behind the last one of a word. */
    int end(int word) {
        return begins[word] + frames[word];
    }

    /** How many words were heard, the last of which by at least half of its frames. */
    int understood(boolean[] heard) {
        int count = 0;
        for (int i = 0; i < begins.length; i++) {
            int there = 0;
            for (int j = begins[i]; j < end(i); j++) {
                there += heard[j] ? 1 : 0;
            }
            if (2 * there >= frames[i]) {
                count = i + 1;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
