package dev.voicecall.spi;

/**
 * A tool that a model asks for. Immutable.
 *
 * @param id by which the model knows it; unique within a call
 * @param name of the tool; perhaps of one that there is not
 * @param arguments what the model gives to it
 */
public record ToolCall(String id, String name, Tool.Arguments arguments) {}
