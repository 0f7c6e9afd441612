package dev.voicecall.conversation;

import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import java.util.ArrayList;
import java.util.List;

/** What a responder is told of a conversation so far. Belongs to one call; called on its mailbox. */
final class History {
    private final List<Message> messages = new ArrayList<>();

    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** This side has said something. */
    void addOurs(String text, boolean interrupted) {
        messages.add(new Message(Role.AGENT, text, interrupted));
    }

    /** Tools are being used together; what is said with them comes after them. */
    void addTools(List<ToolUse> uses) {
        if (!uses.isEmpty()) {
            messages.add(Message.ofTools(uses));
        }
    }

    /** A tool has come to its end: one that is being used, or one that was not known of yet. */
    void settle(ToolUse use) {
        for (int i = 0; i < messages.size(); i++) {
            List<ToolUse> tools = messages.get(i).tools();
            if (tools.stream().anyMatch(used -> used.id().equals(use.id()))) {
                messages.set(
                        i,
                        Message.ofTools(tools.stream()
                                .map(used -> used.id().equals(use.id()) ? use : used)
                                .toList()));
                return;
            }
        }
        addTools(List.of(use));
    }

    /** The other side has said something, or keyed it in. */
    void addTheirs(String words) {
        List<Message> with = with(words);
        messages.clear();
        messages.addAll(with);
    }

    /** The messages if the other side says this: what it says before it is answered is one message. */
    List<Message> with(String words) {
        List<Message> with = new ArrayList<>(messages);
        int last = with.size() - 1;
        boolean goesOn = last >= 0 && with.get(last).role() == Role.CALLER;
        String all = goesOn ? with.remove(last).text() + " " + words : words;
        with.add(new Message(Role.CALLER, all, false));
        return with;
    }
}
