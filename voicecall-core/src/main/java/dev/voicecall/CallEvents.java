package dev.voicecall;

import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes {@linkplain CallEvent events} of what is heard of calls. Speakers are {@code caller}, the other side, and {@code agent}, ours.
 * Times end in {@code _ms}.
 *
 * <table>
 * <caption>Types of events</caption>
 * <tr><th>type</th><th>details</th></tr>
 * <tr><td>{@code status}</td><td>{@code status}: {@code dialing}, {@code ringing}, {@code in_progress}, {@code on_hold}; with the first
 *     one {@code direction} ({@code inbound}, {@code outbound}), {@code from}, {@code to}; {@code answered_by} once that is known</td></tr>
 * <tr><td>{@code speech_started}, {@code speech_stopped}</td><td>{@code speaker}</td></tr>
 * <tr><td>{@code interim}</td><td>{@code speaker}, {@code text}</td></tr>
 * <tr><td>{@code words}</td><td>{@code speaker}, {@code text}, {@code interrupted}, {@code confidence}</td></tr>
 * <tr><td>{@code interrupted}</td><td>{@code heard}, {@code unheard}: the words behind, which were to be said, {@code heard_ms}</td></tr>
 * <tr><td>{@code turn}</td><td>{@code turn}, {@code words}, {@code latency_ms}, {@code endpointing_ms}, {@code transcription_ms},
 *     {@code response_ms}, {@code synthesis_ms}</td></tr>
 * <tr><td>{@code tool}</td><td>{@code id}, {@code name}, {@code arguments}, {@code status}: {@code running} when it was asked for, later
 *     how it ended, then also {@code result}, {@code took_ms}</td></tr>
 * <tr><td>{@code usage}</td><td>{@code provider}, {@code model}, and of these what the provider tells: {@code input_tokens},
 *     {@code output_tokens}, {@code characters}, {@code audio_ms}</td></tr>
 * <tr><td>{@code warning}, {@code failure}</td><td>{@code message}</td></tr>
 * <tr><td>{@code ended}</td><td>{@code status}: the outcome</td></tr>
 * </table>
 *
 * <p>Safe for use by many threads.
 */
public final class CallEvents implements CallListener {
    private final InstantSource clock;
    private final BooleanSupplier wanted;
    private final Consumer<CallEvent> consumer;

    /**
     * What tells a consumer of all events.
     *
     * @param clock tells when, such as {@link java.time.Clock#systemUTC}
     * @param consumer called as a {@link CallListener} is: it must not block
     */
    public CallEvents(InstantSource clock, Consumer<CallEvent> consumer) {
        this(clock, () -> true, consumer);
    }

    /** @param wanted whether anybody wants to know; else no event is made */
    CallEvents(InstantSource clock, BooleanSupplier wanted, Consumer<CallEvent> consumer) {
        this.clock = clock;
        this.wanted = wanted;
        this.consumer = consumer;
    }

    @Override
    public void onStarted(CallInfo call) {
        tell(call, "status", details -> details.with("status", "dialing")
                .with("direction", name(call.direction()))
                .with("from", call.from())
                .with("to", call.to()));
    }

    @Override
    public void onRinging(CallInfo call) {
        tell(call, "status", details -> details.with("status", "ringing"));
    }

    @Override
    public void onAnswered(CallInfo call, AnsweredBy by) {
        tell(call, "status", details -> details.with("status", "in_progress").with("answered_by", name(by)));
    }

    @Override
    public void onAnsweredBy(CallInfo call, AnsweredBy by) {
        onAnswered(call, by);
    }

    @Override
    public void onHeld(CallInfo call) {
        tell(call, "status", details -> details.with("status", "on_hold"));
    }

    @Override
    public void onResumed(CallInfo call) {
        tell(call, "status", details -> details.with("status", "in_progress"));
    }

    @Override
    public void onSpeechStarted(CallInfo call, Speaker speaker) {
        tell(call, "speech_started", details -> details.with("speaker", name(speaker)));
    }

    @Override
    public void onSpeechStopped(CallInfo call, Speaker speaker) {
        tell(call, "speech_stopped", details -> details.with("speaker", name(speaker)));
    }

    @Override
    public void onInterim(CallInfo call, Speaker speaker, String words) {
        tell(call, "interim", details -> details.with("speaker", name(speaker)).with("text", words));
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        tell(call, "words", details -> {
            details.with("speaker", name(utterance.speaker()))
                    .with("text", utterance.text())
                    .with("interrupted", utterance.interrupted());
            utterance.confidence().ifPresent(confidence -> details.with("confidence", confidence));
        });
    }

    @Override
    public void onInterrupted(CallInfo call, HeardText heard) {
        tell(call, "interrupted", details -> details.with("heard", heard.text())
                .with("unheard", heard.unheard())
                .with("heard_ms", millis(heard.position())));
    }

    @Override
    public void onTurn(CallInfo call, Turn turn) {
        tell(call, "turn", details -> details.with("turn", turn.number())
                .with("words", turn.words())
                .with("latency_ms", millis(turn.latency()))
                .with("endpointing_ms", millis(turn.endpointing()))
                .with("transcription_ms", millis(turn.transcription()))
                .with("response_ms", millis(turn.response()))
                .with("synthesis_ms", millis(turn.synthesis())));
    }

    @Override
    public void onToolStarted(CallInfo call, ToolUse use) {
        tell(call, "tool", details -> tool(details, use));
    }

    @Override
    public void onToolUsed(CallInfo call, ToolUse use) {
        tell(call, "tool", details -> tool(details, use)
                .with("result", use.result())
                .with("took_ms", millis(use.took())));
    }

    private static Details tool(Details details, ToolUse use) {
        return details.with("id", use.id())
                .with("name", use.name())
                .with("arguments", use.arguments())
                .with("status", name(use.status()));
    }

    @Override
    public void onUsage(CallInfo call, Usage usage) {
        tell(call, "usage", details -> {
            details.with("provider", usage.provider()).with("model", usage.model());
            usage.inputTokens().ifPresent(tokens -> details.with("input_tokens", tokens));
            usage.outputTokens().ifPresent(tokens -> details.with("output_tokens", tokens));
            usage.characters().ifPresent(characters -> details.with("characters", characters));
            usage.audio().ifPresent(audio -> details.with("audio_ms", millis(audio)));
        });
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        tell(call, "warning", details -> details.with("message", Redacted.messageOf(problem)));
    }

    @Override
    public void onFailure(CallInfo call, Throwable failure) {
        tell(call, "failure", details -> details.with("message", Redacted.messageOf(failure)));
    }

    @Override
    public void onEnded(CallInfo call, Outcome outcome) {
        tell(call, "ended", details -> details.with("status", name(outcome)));
    }

    private void tell(CallInfo call, String type, Consumer<Details> filled) {
        if (wanted.getAsBoolean()) {
            Details details = new Details();
            filled.accept(details);
            consumer.accept(new CallEvent(type, clock.instant(), call, details.map));
        }
    }

    private static final class Details {
        private final Map<String, Object> map = new LinkedHashMap<>();

        Details with(String name, Object value) {
            map.put(name, value);
            return this;
        }
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    private static String name(Speaker speaker) {
        return speaker == Speaker.US ? "agent" : "caller";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
