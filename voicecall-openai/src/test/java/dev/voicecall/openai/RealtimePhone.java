package dev.voicecall.openai;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Somebody on the phone with a Realtime model, in virtual time: hears as fast as one hears, and interrupts whenever they
 * speak.
 */
final class RealtimePhone implements SpeechToSpeech.Listener, AutoCloseable {
    private static final int FRAME_BYTES = 160;
    private static final Duration FRAME = Duration.ofMillis(20);

    final VirtualScheduler time;
    final SimulatedRealtime server;
    final RealtimeSession session;
    /** Everything that was told, without sound and words. */
    final List<String> told = new ArrayList<>();
    /** The items in order, with what was said of them. */
    final Map<String, Item> items = new LinkedHashMap<>();

    final Map<String, String> callerWords = new LinkedHashMap<>();
    final List<String> interim = new ArrayList<>();
    final List<ToolCall> toolCalls = new ArrayList<>();
    final List<VoiceCallException> warnings = new ArrayList<>();
    final List<Usage> usage = new ArrayList<>();
    /** What tools give; if nothing, they do not settle by themselves. */
    Function<ToolCall, Optional<String>> tools = call -> Optional.empty();

    Optional<ProviderException> failure = Optional.empty();
    boolean interrupts = true;
    int answers;
    /** Items of which sound was delivered while the other side was speaking. */
    final List<String> talkedOver = new ArrayList<>();

    private boolean speaking;
    private long playedUntilNanos;

    /** Something that the model says. */
    static final class Item {
        final StringBuilder words = new StringBuilder();
        final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        private final List<long[]> pieces = new ArrayList<>();
        Optional<Duration> cut = Optional.empty();
        boolean ended;

        Duration heard(long nowNanos) {
            long nanos = 0;
            for (long[] piece : pieces) {
                nanos += Math.max(0, Math.min(nowNanos, piece[1]) - piece[0]);
            }
            return Duration.ofNanos(nanos);
        }

        boolean isHeard(long nowNanos) {
            return ended && pieces.stream().allMatch(piece -> piece[1] <= nowNanos);
        }
    }

    RealtimePhone(VirtualScheduler time, SimulatedRealtime server, RealtimeSettings settings) {
        this(time, server, settings, SimulatedRealtime.KEY);
    }

    RealtimePhone(VirtualScheduler time, SimulatedRealtime server, RealtimeSettings settings, String key) {
        this.time = time;
        this.server = server;
        Account account = new Account(
                key,
                java.net.URI.create("https://api.openai.com/v1"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                server);
        this.session = new RealtimeSession(
                account,
                settings,
                new SpeechToSpeech.Request(
                        new CallInfo(Direction.OUTBOUND, Optional.empty(), "+15550100", "+15550101"),
                        "en-US",
                        time,
                        new Mailbox(time.executor())),
                this);
        session.open();
    }

    static RealtimePhone with(VirtualScheduler time, RealtimeSettings settings, SimulatedModel model) {
        return new RealtimePhone(time, new SimulatedRealtime(time, model), settings);
    }

    /** Speaks, and then is silent for so long. */
    void say(String words, Duration silence) {
        send(FakeSpeech.say(words));
        listen(silence);
    }

    /** Is silent. */
    void listen(Duration silence) {
        byte[] sound = new byte[(int) silence.toMillis() * 8];
        Arrays.fill(sound, FakeSpeech.SILENCE);
        send(sound);
    }

    private void send(byte[] sound) {
        for (int from = 0; from < sound.length; from += FRAME_BYTES) {
            session.audio(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + FRAME_BYTES)));
            time.advance(FRAME);
        }
    }

    @Override
    public void onUsage(Usage used) {
        usage.add(used);
    }

    /** What the model has said, item by item, as far as it was heard. */
    List<String> heard() {
        return items.values().stream()
                .map(item -> FakeSpeech.understand(Arrays.copyOf(
                        item.sound.toByteArray(),
                        (int) item.cut
                                        .orElseGet(() -> item.heard(time.nanoTime()))
                                        .toMillis()
                                * 8)))
                .toList();
    }

    @Override
    public void onOpen() {
        told.add("open");
    }

    @Override
    public void onSpeechBegan() {
        told.add("speech began");
        speaking = true;
        if (interrupts) {
            interrupt();
        }
    }

    /** Cuts off what is being said, and what is behind it. */
    void interrupt() {
        long now = time.nanoTime();
        playedUntilNanos = now;
        items.forEach((id, item) -> {
            if (item.cut.isEmpty() && !item.isHeard(now)) {
                item.cut = Optional.of(item.heard(now));
                session.cut(id, item.cut.get());
            }
        });
    }

    @Override
    public void onSpeechEnded(String item) {
        told.add("speech ended");
        speaking = false;
        callerWords.put(item, "?");
    }

    @Override
    public void onCallerInterim(String item, String words) {
        interim.add(words);
    }

    @Override
    public void onCallerWords(String item, String words) {
        callerWords.put(item, words);
    }

    @Override
    public void onAudio(String id, byte[] muLaw) {
        if (speaking) {
            talkedOver.add(id);
        }
        Item item = item(id);
        item.sound.writeBytes(muLaw);
        long begin = Math.max(playedUntilNanos, time.nanoTime());
        playedUntilNanos = begin + muLaw.length * 125_000L;
        item.pieces.add(new long[] {begin, playedUntilNanos});
    }

    @Override
    public void onWords(String id, String piece) {
        item(id).words.append(piece);
    }

    private Item item(String id) {
        Item item = items.computeIfAbsent(id, unknown -> new Item());
        if (item.cut.isPresent()) {
            throw new AssertionError("Something is delivered of " + id + ", which was cut.");
        }
        if (item.ended) {
            throw new AssertionError("Something is delivered of " + id + ", which has ended.");
        }
        return item;
    }

    @Override
    public void onItemEnded(String id) {
        item(id).ended = true;
    }

    @Override
    public void onToolCalls(List<ToolCall> calls) {
        told.add("tools");
        toolCalls.addAll(calls);
        calls.forEach(call -> tools.apply(call).ifPresent(result -> settle(call, result)));
    }

    void settle(ToolCall call, String result) {
        session.toolSettled(new ToolUse(
                call.id(), call.name(), call.arguments().json(), result, ToolUse.Status.DONE, Duration.ofMillis(1)));
    }

    @Override
    public void onAnswered() {
        told.add("answered");
        answers++;
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        warnings.add(problem);
    }

    @Override
    public void onFailure(ProviderException problem) {
        told.add("failure");
        failure = Optional.of(problem);
    }

    @Override
    public void close() {
        session.close();
        time.close();
    }
}
