package dev.voicecall.spi;

import dev.voicecall.CallInfo;
import dev.voicecall.PhoneNumber;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that a model may do besides talking.
 *
 * <pre>{@code
 * record Place(String city) {}
 *
 * Tool weather = Tool.of("get_weather", "The weather of a city right now.", Place.class,
 *         (place, call) -> "18 degrees and sunny in " + place.city());
 * }</pre>
 *
 * <p>A tool is run by the conversation, whatever the model: several at the same time, each until its time-out. What one throws,
 * and arguments that it does not take, are told to the model; a result is cut after 20,000 characters.
 *
 * <p>Immutable, if its handler is; one tool serves any number of calls at once.
 */
public final class Tool {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final String name;
    private final String description;
    private final String schema;
    private final Effect effect;
    private final Duration timeout;
    private final boolean cancelledByInterruption;
    private final Optional<String> filler;

    private Tool(
            String name,
            String description,
            String schema,
            Effect effect,
            Duration timeout,
            boolean cancelledByInterruption,
            Optional<String> filler) {
        this.name = name;
        this.description = description;
        this.schema = schema;
        this.effect = effect;
        this.timeout = timeout;
        this.cancelledByInterruption = cancelledByInterruption;
        this.filler = filler;
    }

    /** What happens when a tool is used; for those who hold the conversation. Immutable. */
    public sealed interface Effect {}

    /**
     * Something is done, and the model is told the result.
     *
     * @param handler does it
     */
    public record Work(Handler<Arguments> handler) implements Effect {}

    /** The call ends when what was said with it has been heard. */
    public record HangUp() implements Effect {}

    /**
     * The other side is connected with somebody else when what was said with it has been heard.
     *
     * @param to whom
     */
    public record Transfer(PhoneNumber to) implements Effect {}

    private record NoParameters() {}

    /**
     * Does what a tool does.
     *
     * @param <P> its parameters
     */
    @FunctionalInterface
    public interface Handler<P> {
        /**
         * Called on a thread that may block; interrupted when the tool takes too long, and when the call ends.
         *
         * @param parameters what the model gave
         * @param call on which call
         * @return what the model is told, text or JSON
         * @throws Exception whose message the model is told
         */
        String call(P parameters, CallInfo call) throws Exception;
    }

    /** What a model gave to a tool. Supplied by the adapter of the model, which knows JSON. Immutable. */
    public interface Arguments {
        /** As the model wrote it; JSON at best. */
        String json();

        /**
         * As a record.
         *
         * @throws IllegalArgumentException if it isn't one; the message says why, for the model to read
         */
        <P extends Record> P as(Class<P> type);
    }

    /**
     * A tool whose parameters are a record. Its components may be {@code String}, {@code int}, {@code long}, {@code double},
     * {@code float}, {@code BigDecimal}, {@code boolean}, enums, records, and {@code List}s of these; those that are
     * {@code Optional} or annotated with a {@code Nullable} may be missing. {@link Describe} says what one is.
     *
     * @param name 1 to 64 of {@code a-z A-Z 0-9 _ -}; unique among the tools of a model
     * @param description when to use it, for the model to read
     * @param parameters the record; not a generic one
     * @param handler gets one for each call; if the model's JSON isn't one, the model is told why instead
     * @throws IllegalArgumentException if the name is not one, the description is blank, or a component is of another type
     */
    public static <P extends Record> Tool of(String name, String description, Class<P> parameters, Handler<P> handler) {
        return work(
                name,
                description,
                RecordSchema.of(parameters),
                (arguments, call) -> handler.call(arguments.as(parameters), call));
    }

    /**
     * A tool whose parameters are given as JSON.
     *
     * @param name 1 to 64 of {@code a-z A-Z 0-9 _ -}; unique among the tools of a model
     * @param description when to use it, for the model to read
     * @param schema of the parameters, JSON Schema of an object
     * @param handler gets them as the model wrote them
     * @throws IllegalArgumentException if the name is not one, or the description is blank
     */
    public static Tool withSchema(String name, String description, String schema, Handler<String> handler) {
        return work(name, description, schema, (arguments, call) -> handler.call(arguments.json(), call));
    }

    private static Tool work(String name, String description, String schema, Handler<Arguments> handler) {
        return tool(name, description, schema, new Work(handler));
    }

    /** {@code hang_up}: ends the call when what the model says with it has been heard; forgotten if that is interrupted. */
    public static Tool hangUp() {
        return ending("hang_up", "Ends the call, after your last words. Say goodbye with it.", new HangUp());
    }

    /**
     * Connects the other side with somebody else when what the model says with it has been heard; forgotten if that is
     * interrupted. If nobody answers there, the model is told, and the conversation goes on.
     *
     * @param name as for {@link #withSchema}
     * @param description when to use it, and who it is
     * @param number in E.164
     * @throws dev.voicecall.InvalidPhoneNumberException if it isn't a number in E.164
     */
    public static Tool transfer(String name, String description, String number) {
        return ending(name, description, new Transfer(PhoneNumber.of(number)));
    }

    private static Tool ending(String name, String description, Effect effect) {
        return tool(name, description, RecordSchema.of(NoParameters.class), effect);
    }

    private static Tool tool(String name, String description, String schema, Effect effect) {
        return new Tool(
                requireName(name), requireDescription(description), schema, effect, TIMEOUT, false, Optional.empty());
    }

    /** The same, but it is given up after another time than 20 s; 100 ms to 10 min. */
    public Tool withTimeout(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; it must be 100 ms to 10 min.");
        }
        return new Tool(name, description, schema, effect, timeout, cancelledByInterruption, filler);
    }

    /**
     * The same, but it is given up when the other side interrupts the answer that it is for. By default it goes on then, as it may have
     * effects, and the model is told of its result with the next answer.
     */
    public Tool withCancellationByInterruption() {
        return new Tool(name, description, schema, effect, timeout, true, filler);
    }

    /** The same, but while it takes long this is said instead of the agent's own filler. */
    public Tool withFiller(String text) {
        return new Tool(name, description, schema, effect, timeout, cancelledByInterruption, Optional.of(text));
    }

    /** How the model calls it. */
    public String name() {
        return name;
    }

    /** When to use it, for the model to read. */
    public String description() {
        return description;
    }

    /** Of the parameters, JSON Schema of an object. */
    public String schema() {
        return schema;
    }

    /** What happens when it is used; for those who hold the conversation. */
    public Effect effect() {
        return effect;
    }

    /** After how long it is given up. */
    public Duration timeout() {
        return timeout;
    }

    /** Whether it is given up when the other side interrupts the answer that it is for. */
    public boolean isCancelledByInterruption() {
        return cancelledByInterruption;
    }

    /** What to say while it takes long; empty for the agent's own. */
    public Optional<String> filler() {
        return filler;
    }

    private static String requireName(String name) {
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "The tool's name is '" + name + "'; it must have 1 to 64 of a-z, A-Z, 0-9, _ and -.");
        }
        return name;
    }

    private static String requireDescription(String description) {
        if (description.isBlank()) {
            throw new IllegalArgumentException("A tool needs a description, so that the model knows when to use it.");
        }
        return description;
    }
}
