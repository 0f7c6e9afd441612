package dev.voicecall.examples;

import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.util.ArrayList;
import java.util.List;

/** What a simulated caller's phone has played of a text that was said in {@link FakeSpeech}, with single spaces, once. */
final class Played {
    private static final int FRAME_MILLIS = 20;
    private static final int GAP_FRAMES = 3;

    private Played() {}

    /** Its words of which anything was heard, as far as they came in order. */
    static List<FakeSpeech.Word> words(SimulatedCall call, String text) {
        List<String> words = List.of(text.split(" "));
        List<FakeSpeech.Word> played = new ArrayList<>();
        for (FakeSpeech.Word word : call.callee().heardWords()) {
            if (played.size() < words.size() && word.text().equals(words.get(played.size()))) {
                played.add(word);
            } else if (!played.isEmpty()) {
                break;
            }
        }
        return played;
    }

    /** How long that was: the words, and the pauses between them. */
    static long millis(SimulatedCall call, String text) {
        List<FakeSpeech.Word> played = words(call, text);
        int frames = played.stream().mapToInt(FakeSpeech.Word::framesHeard).sum();
        return FRAME_MILLIS * (frames + GAP_FRAMES * (long) Math.max(0, played.size() - 1));
    }
}
