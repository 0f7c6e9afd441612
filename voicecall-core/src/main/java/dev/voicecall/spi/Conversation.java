package dev.voicecall.spi;

import dev.voicecall.CallInfo;
import dev.voicecall.ToolUse;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Responder} knows. Immutable.
 *
 * @param call which call this is
 * @param language of the conversation, a BCP 47 tag
 * @param messages what was said so far, in order; of our side only what was heard
 */
public record Conversation(CallInfo call, String language, List<Message> messages) {
    /** Copies the messages. */
    public Conversation {
        messages = List.copyOf(messages);
    }

    /** The other side's last words, or the keys it pressed last; empty if there were none yet. */
    public String latest() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == Message.Role.CALLER) {
                return messages.get(i).text();
            }
        }
        return "";
    }

    /** The same, and then this. */
    public Conversation with(Message next) {
        List<Message> all = new ArrayList<>(messages);
        all.add(next);
        return new Conversation(call, language, all);
    }

    /**
     * Something that was said or done. Immutable.
     *
     * @param role who said it
     * @param text the words that were heard, or the keys that were pressed
     * @param interrupted whether it was cut short
     * @param tools those that were used together; only of {@link Role#TOOLS}, whose text is empty
     */
    public record Message(Role role, String text, boolean interrupted, List<ToolUse> tools) {
        /** Copies the tools. */
        public Message {
            tools = List.copyOf(tools);
        }

        /** Something that was said. */
        public Message(Role role, String text, boolean interrupted) {
            this(role, text, interrupted, List.of());
        }

        /** Tools that were used together. */
        public static Message ofTools(List<ToolUse> tools) {
            return new Message(Role.TOOLS, "", false, tools);
        }

        /** Who says something. */
        public enum Role {
            /** The other side, no matter who called. */
            CALLER,
            /** This side. */
            AGENT,
            /** What this side did: it comes before what was said with it. */
            TOOLS
        }
    }
}
