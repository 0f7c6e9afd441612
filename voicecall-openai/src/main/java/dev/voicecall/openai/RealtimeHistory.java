package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said and done, for a session that takes the place of another one: the last 200 things, but no more than a
 * connection takes at once, of the model's words only what was heard. Belongs to one call; called on its mailbox.
 */
final class RealtimeHistory {
    private static final int MOST_ENTRIES = 200;
    private static final int MOST_BYTES = 100_000;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Something that was said or done. */
    private sealed interface Entry {}

    /**
     * Words of the other side.
     *
     * @param own whether the item's id is ours, and not a server's
     */
    private record Caller(String words, boolean own) implements Entry {}

    private record Spoken(SpokenItem item) implements Entry {}

    private record Used(ToolCall call, Optional<Output> output) implements Entry {}

    private record Output(String item, String text) {}

    /** The other side has said something; its words may follow. */
    void callerSpoke(String item) {
        add(item, new Caller("", false));
    }

    /** What the other side has said, if it is known that it has said something. */
    void callerWords(String item, String words) {
        entries.computeIfPresent(item, (id, entry) -> new Caller(words, false));
    }

    /** The other side's words, not its sound, as an item of ours. */
    void typed(String item, String words) {
        add(item, new Caller(words, true));
    }

    /** Something that has to be said once more. */
    void forget(String item) {
        entries.remove(item);
    }

    void spoken(SpokenItem item) {
        add(item.id, new Spoken(item));
    }

    /** What the model says, or said. */
    Optional<SpokenItem> spoken(String item) {
        return entries.get(item) instanceof Spoken spoken ? Optional.of(spoken.item) : Optional.empty();
    }

    /** All that the model said in an answer. */
    List<SpokenItem> spokenIn(String response) {
        List<SpokenItem> items = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry instanceof Spoken spoken && spoken.item.response.equals(response)) {
                items.add(spoken.item);
            }
        }
        return items;
    }

    void called(ToolCall call) {
        add(call.id(), new Used(call, Optional.empty()));
    }

    /** A tool has settled, which an item of ours tells the model. */
    void settled(ToolUse use, String item) {
        entries.computeIfPresent(
                use.id(),
                (id, entry) -> entry instanceof Used used
                        ? new Used(used.call, Optional.of(new Output(item, use.result())))
                        : entry);
    }

    private void add(String id, Entry entry) {
        entries.putIfAbsent(id, entry);
        if (entries.size() > MOST_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** The last of it as items of the protocol, in order. */
    List<ObjectNode> items() {
        Deque<List<ObjectNode>> told = new ArrayDeque<>();
        List<String> ids = new ArrayList<>(entries.keySet());
        int bytes = 0;
        for (int i = ids.size() - 1; i >= 0; i--) {
            List<ObjectNode> items = items(ids.get(i));
            bytes += items.stream().mapToInt(item -> Json.bytes(item).length).sum();
            if (bytes > MOST_BYTES) {
                break;
            }
            told.addFirst(items);
        }
        return told.stream().flatMap(List::stream).toList();
    }

    private List<ObjectNode> items(String id) {
        Entry entry = entries.get(id);
        List<ObjectNode> items = new ArrayList<>();
        if (entry instanceof Caller caller && !caller.words.isBlank()) {
            ObjectNode item = RealtimeItems.user(caller.words);
            items.add(caller.own ? item.put("id", id) : item);
        } else if (entry instanceof Spoken spoken && !spoken.item.heardWords().isBlank()) {
            items.add(RealtimeItems.assistant(spoken.item.heardWords()));
        } else if (entry instanceof Used used) {
            items.add(RealtimeItems.call(used.call));
            used.output.ifPresent(
                    output -> items.add(RealtimeItems.output(id, output.text).put("id", output.item)));
        }
        return items;
    }
}
