package dev.voicecall.conversation;

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
