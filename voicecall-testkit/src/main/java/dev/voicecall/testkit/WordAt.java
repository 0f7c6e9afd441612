package dev.voicecall.testkit;

import dev.voicecall.testkit.FakeSpeechToSpeech.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A word of an item, and when it is delivered. Immutable.
 *
 * @param word with the space that follows it
 * @param position with the first sound that goes beyond this, in bytes; not with sound, but after it, if it is beyond all
 */
record WordAt(String word, int position) {
    /** The words of a text of which the sound is so long. */
    static List<WordAt> of(String text, int length, Words when) {
        List<WordAt> words = new ArrayList<>();
        int said = 0;
        for (String word : text.split("(?<=\\s)(?=\\S)", -1)) {
            int position =
                    switch (when) {
                        case BEFORE -> -1;
                        case WITH -> said == 0 ? 0 : FakeSpeech.say(text.substring(0, said)).length;
                        case AFTER -> length;
                    };
            words.add(new WordAt(word, position));
            said += word.length();
        }
        return words;
    }
}
