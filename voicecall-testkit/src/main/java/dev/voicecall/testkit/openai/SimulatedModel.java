package dev.voicecall.testkit.openai;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the simulated model thinks, be it asked by text or by speech.
 *
 * <p>Called by many threads at once.
 */
@FunctionalInterface
public interface SimulatedModel {
    /** What it answers. */
    Answer answer(Prompt prompt);

    /** These answers, one after the other, whoever asks; then an {@link AssertionError}. */
    static SimulatedModel script(Answer... answers) {
        ConcurrentLinkedQueue<Answer> left = new ConcurrentLinkedQueue<>(List.of(answers));
        return prompt -> {
            Answer answer = left.poll();
            if (answer == null) {
                throw new AssertionError("The model was asked more often than it has answers: " + prompt);
            }
            return Objects.requireNonNull(answer);
        };
    }

    /**
     * What the model knows when it is asked. Immutable.
     *
     * @param model its name, as the request has it
     * @param instructions the system's message, empty if there is none
     * @param messages of the conversation, in order
     * @param tools names of the tools that it may ask for
     */
    record Prompt(String model, String instructions, List<Message> messages, List<String> tools) {
        /** Copies the lists. */
        public Prompt {
            messages = List.copyOf(messages);
            tools = List.copyOf(tools);
        }

        /** The text of the last message; empty if there is none. */
        public String latest() {
            return messages.isEmpty() ? "" : messages.get(messages.size() - 1).text();
        }
    }

    /**
     * A message. Immutable.
     *
     * @param role whose
     * @param text of it; of a tool its result; of a message that is nothing but calls of tools empty
     */
    record Message(Role role, String text) {
        /** Whose message. */
        public enum Role {
            /** Who talks with the model. */
            USER,
            /** The model. */
            ASSISTANT,
            /** A tool. */
            TOOL
        }
    }

    /**
     * What the model says and wants done. Immutable.
     *
     * @param text empty to say nothing
     * @param calls of tools; empty for none
     */
    record Answer(String text, List<FunctionCall> calls) {
        /** Copies the calls. */
        public Answer {
            calls = List.copyOf(calls);
        }

        /** Says something. */
        public static Answer say(String text) {
            return new Answer(text, List.of());
        }

        /** Says something, and wants tools used. */
        public static Answer sayAndCall(String text, FunctionCall... calls) {
            return new Answer(text, List.of(calls));
        }

        /**
         * Wants a tool used.
         *
         * @param arguments JSON, or what a model takes for it
         */
        public static Answer call(String name, String arguments) {
            return new Answer("", List.of(new FunctionCall(name, arguments)));
        }
    }

    /**
     * A call of a tool. Immutable.
     *
     * @param name of the tool
     * @param arguments JSON, or what a model takes for it
     */
    record FunctionCall(String name, String arguments) {}
}
