package dev.voicecall.testkit;

import dev.voicecall.testkit.FakeSpeech.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands {@link FakeSpeech} piece by piece, in pieces of any length, wherever its frames begin. What was cut off, lost
 * or drowned is passed over. Belongs to one call; not safe for use by several threads.
 */
final class FakeSpeechEar {
    private final List<Word> words = new ArrayList<>();
    private byte[] rest = {};
    private @Nullable FakeSpeechFrame last;

    /** Hears what comes next; not kept. */
    void hear(byte[] muLaw) {
        byte[] sound = muLaw;
        if (rest.length > 0) {
            sound = Arrays.copyOf(rest, rest.length + muLaw.length);
            System.arraycopy(muLaw, 0, sound, rest.length, muLaw.length);
        }
        int at = 0;
        while (at < sound.length) {
            if (!FakeSpeechFrame.begins(sound[at])) {
                at++;
                continue;
            }
            int left = sound.length - at;
            if (left < FakeSpeechSymbols.BYTES) {
                break;
            }
            FakeSpeechFrame frame = FakeSpeechSymbols.decode(sound, at);
            int length = FakeSpeechSymbols.BYTES;
            if (frame == null) {
                if (left < FakeSpeech.FRAME) {
                    break;
                }
                frame = FakeSpeechFrame.decode(sound, at);
                length = FakeSpeech.FRAME;
            }
            if (frame != null) {
                add(frame);
            }
            at += frame == null ? 1 : length;
        }
        rest = Arrays.copyOfRange(sound, at, sound.length);
    }

    private void add(FakeSpeechFrame frame) {
        FakeSpeechFrame before = last;
        last = frame;
        if (frame.equals(before)) {
            Word word = words.get(words.size() - 1);
            replaceLast(word, word.framesHeard(), word.repeatedFrames() + 1);
        } else if (before != null && continues(before, frame)) {
            Word word = words.get(words.size() - 1);
            replaceLast(word, word.framesHeard() + 1, word.repeatedFrames());
        } else {
            words.add(new Word(frame.word(), 1, frame.frames(), 0));
        }
    }

    private void replaceLast(Word word, int heard, int repeated) {
        words.set(words.size() - 1, new Word(word.text(), heard, word.frames(), repeated));
    }

    private static boolean continues(FakeSpeechFrame before, FakeSpeechFrame frame) {
        return frame.index() > before.index()
                && frame.number() == before.number()
                && frame.word().equals(before.word());
    }

    /** Forgets all it has heard. */
    void reset() {
        words.clear();
        rest = new byte[0];
        last = null;
    }

    /** All words of which anything was heard. */
    List<Word> words() {
        return List.copyOf(words);
    }

    /** The words that were understood. */
    String text() {
        return FakeSpeech.text(words);
    }
}
