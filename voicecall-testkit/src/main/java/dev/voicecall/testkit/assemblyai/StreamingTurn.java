package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The turn that is being heard, word by word. Called by one thread at a time. */
final class StreamingTurn {
    private static final double SURE = 0.9;

    private final int order;
    private final List<Word> words = new ArrayList<>();

    private record Word(String text, Duration begin, Duration end) {}

    StreamingTurn(int order) {
        this.order = order;
    }

    /**
     * What was heard so far.
     *
     * @param from since when the words that are new may have been said
     * @param to until when
     * @return whether there is a new word
     */
    boolean hear(String text, Duration from, Duration to) {
        String[] all = text.strip().split("\\s+", -1);
        int before = words.size();
        for (int i = before; i < all.length && !all[i].isEmpty(); i++) {
            words.add(new Word(all[i], from, to));
        }
        return words.size() > before;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** @param formatted whether the words are to look like a sentence */
    ObjectNode json(boolean over, boolean formatted, boolean looksFormatted) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "Turn");
        json.put("turn_order", order)
                .put("turn_is_formatted", looksFormatted)
                .put("end_of_turn", over)
                .put("transcript", text(over && formatted))
                .put("end_of_turn_confidence", over ? SURE : 0.1);
        ArrayNode list = json.putArray("words");
        for (Word word : words) {
            list.addObject()
                    .put("text", word.text())
                    .put("start", word.begin().toMillis())
                    .put("end", word.end().toMillis())
                    .put("confidence", SURE)
                    .put("word_is_final", over);
        }
        return json;
    }

    private String text(boolean formatted) {
        String text = String.join(" ", words.stream().map(Word::text).toList());
        return formatted && !text.isEmpty()
                ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + "."
                : text;
    }
}
