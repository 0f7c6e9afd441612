package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import dev.voicecall.testkit.FakeSpeechToSpeech.Cut;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A {@link FakeSpeechToSpeech} on a call. Belongs to one call; called on its mailbox. */
final class FakeSession implements SpeechToSpeech.Session, FakeEndpointer.Listener {
    private final FakeSpeechToSpeech model;
    private final SpeechToSpeech.Request request;
    private final SpeechToSpeech.Listener listener;
    private final FakeEndpointer endpointer = new FakeEndpointer(this);
    /** What was heard before it was open. */
    private final Queue<byte[]> early = new ArrayDeque<>();

    private final Queue<String> told = new ArrayDeque<>();
    private final Map<String, FakeItem> items = new HashMap<>();
    /** The tools that were asked for together, and what became of them so far. */
    private final Map<String, Optional<ToolUse>> tools = new LinkedHashMap<>();

    private @Nullable FakeAnswer answer;
    private int names;
    private boolean open;
    private boolean speaking;
    private boolean closed;

    /** What was delivered of an item. */
    private static final class FakeItem {
        private final String text;
        private int delivered;

        FakeItem(String text) {
            this.text = text;
        }
    }

    FakeSession(FakeSpeechToSpeech model, SpeechToSpeech.Request request, SpeechToSpeech.Listener listener) {
        this.model = model;
        this.request = request;
        this.listener = listener;
        after(model.opening(), this::open);
    }

    private Timer after(Duration delay, Runnable task) {
        return request.scheduler().schedule(delay, request.mailbox(), () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    private void open() {
        open = true;
        listener.onOpen();
        early.forEach(endpointer::hear);
        early.clear();
        next();
    }

    @Override
    public void audio(byte[] muLaw) {
        if (!open) {
            early.add(muLaw);
        } else if (!closed) {
            endpointer.hear(muLaw);
        }
    }

    @Override
    public void text(String words) {
        tell(words);
    }

    @Override
    public void prompt(String instructions) {
        tell(instructions);
    }

    private void tell(String what) {
        told.add(what);
        next();
    }

    /** Begins to answer what waits for an answer, unless there is something else to be done. */
    private void next() {
        if (closed || !open || speaking || answer != null || told.isEmpty()) {
            return;
        }
        FakeAnswer begun = new FakeAnswer(told.remove());
        answer = begun;
        after(model.latency(), begun::begin);
    }

    @Override
    public void onBegan() {
        speaking = true;
        listener.onSpeechBegan();
        if (answer != null) {
            answer.breakOff();
        }
    }

    @Override
    public void onEnded(String words) {
        speaking = false;
        String item = name("heard");
        listener.onSpeechEnded(item);
        model.transcription().ifPresent(delay -> after(delay, () -> listener.onCallerWords(item, words)));
        tell(words);
    }

    private String name(String kind) {
        return kind + "-" + ++names;
    }

    @Override
    public void cut(String item, Duration heard) {
        FakeItem known = items.get(item);
        if (closed || known == null) {
            return;
        }
        Duration delivered = AudioFormat.TELEPHONE.duration(known.delivered);
        model.cut(new Cut(item, known.text, heard, delivered));
        if (answer != null) {
            answer.stop();
        }
    }

    @Override
    public void toolSettled(ToolUse use) {
        if (closed) {
            return;
        }
        model.toolSettled(use);
        tools.put(use.id(), Optional.of(use));
        if (tools.values().stream().allMatch(Optional::isPresent)) {
            List<String> results = tools.values().stream()
                    .flatMap(Optional::stream)
                    .map(settled -> settled.name() + ": " + settled.result())
                    .toList();
            boolean news = tools.values().stream()
                    .flatMap(Optional::stream)
                    .anyMatch(settled -> settled.status() != ToolUse.Status.CANCELLED);
            tools.clear();
            if (news) {
                tell(String.join("\n", results));
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            model.closed();
        }
    }

    /** An answer, as it is delivered piece by piece. */
    private final class FakeAnswer {
        private final String to;
        private final Queue<Delivery> deliveries = new ArrayDeque<>();
        /** How many pieces come yet; those of an answer that was stopped were on their way. */
        private int pieces = Integer.MAX_VALUE;

        /**
         * @param item to which it belongs; null for none
         * @param sound whether it takes its time
         */
        private record Delivery(@Nullable FakeItem item, boolean sound, Runnable what) {}

        FakeAnswer(String to) {
            this.to = to;
        }

        void begin() {
            if (answer != this) {
                return;
            }
            boolean fails = model.failsNow();
            Answer content = model.answer(to);
            for (String text : content.items()) {
                plan(text, fails);
            }
            if (!content.calls().isEmpty()) {
                deliveries.add(new Delivery(null, false, () -> ask(content.calls())));
            }
            deliver();
        }

        private void plan(String text, boolean fails) {
            String id = name("said");
            FakeItem item = new FakeItem(text);
            items.put(id, item);
            byte[] sound = FakeSpeech.say(text);
            List<WordAt> words = WordAt.of(text, sound.length, model.words());
            int length = AudioFormat.TELEPHONE.bytes(model.piece());
            for (int at = 0; at < sound.length; at += length) {
                byte[] piece = Arrays.copyOfRange(sound, at, Math.min(at + length, sound.length));
                say(id, item, words, at + piece.length);
                deliveries.add(new Delivery(item, true, () -> {
                    item.delivered += piece.length;
                    listener.onAudio(id, piece);
                    if (fails) {
                        fail();
                    }
                }));
            }
            say(id, item, words, Integer.MAX_VALUE);
            deliveries.add(new Delivery(item, false, () -> listener.onItemEnded(id)));
        }

        private void say(String id, FakeItem item, List<WordAt> words, int before) {
            while (!words.isEmpty() && words.get(0).position() < before) {
                String word = words.remove(0).word();
                deliveries.add(new Delivery(item, false, () -> listener.onWords(id, word)));
            }
        }

        private void fail() {
            close();
            listener.onFailure(
                    new ProviderException(Stage.SPEAKING, "The fake model failed, as it was told to.", false, null));
        }

        private void ask(List<FakeSpeechToSpeech.Call> wanted) {
            List<ToolCall> calls = new ArrayList<>();
            for (FakeSpeechToSpeech.Call call : wanted) {
                calls.add(new ToolCall(name("call"), call.tool(), new JsonArguments(call.arguments())));
            }
            calls.forEach(call -> tools.put(call.id(), Optional.empty()));
            listener.onToolCalls(calls);
        }

        private void deliver() {
            while (!closed && pieces > 0) {
                Delivery delivery = deliveries.poll();
                if (delivery == null) {
                    break;
                }
                delivery.what.run();
                if (delivery.sound) {
                    pieces--;
                    after(model.betweenPieces(), this::deliver);
                    return;
                }
            }
            if (!closed && answer == this) {
                answer = null;
                listener.onAnswered();
                next();
            }
        }

        /** The other side speaks, though nothing is unheard: this is all. */
        void breakOff() {
            answer = null;
            pieces = 0;
            listener.onAnswered();
        }

        /** Nobody wants it any more; what is on its way of the item under way comes nevertheless. */
        void stop() {
            if (answer == this) {
                answer = null;
                deliveries.removeIf(delivery -> delivery.item == null || delivery.item.delivered == 0);
                pieces = model.latePieces();
                next();
            }
        }
    }

    private record JsonArguments(String json) implements Tool.Arguments {
        @Override
        public <P extends Record> P as(Class<P> type) {
            throw new IllegalArgumentException("The fake model does not know JSON; use Tool.withSchema.");
        }
    }
}
