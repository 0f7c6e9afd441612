package dev.voicecall.spi;

import java.util.Objects;

/**
 * A tool that a model asks for. Immutable.
 *
 * @param id by which the model knows it; unique within a call
 * @param name of the tool; perhaps of one that there is not
 * @param arguments what the model gives to it
 */
public record ToolCall(String id, String name, Tool.Arguments arguments) {
    /** @throws NullPointerException if one of them is null */
    public ToolCall {
        Objects.requireNonNull(id, "A tool call needs an id.");
        Objects.requireNonNull(name, "A tool call needs the name of a tool.");
        Objects.requireNonNull(arguments, "A tool call needs arguments.");
    }
}
