package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.CallInfo;
import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.SpeechToSpeech.Session;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SpeechToSpeech} does: it answers what it hears and is told, item by item, and falls silent when it is cut or
 * closed. Extend it to test an adapter of your own, against its service or what plays it.
 *
 * <p>Called by one thread at a time.
 */
public abstract class SpeechToSpeechContract {
    /** For what should not come. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private static final int PIECE = 800;
    private static final int SECOND = 8_000;

    private Bench bench;
    private Mailbox mailbox;
    private Hearer hearer;
    private Session session;

    /** A model in its surroundings, all new. */
    public interface Bench extends AutoCloseable {
        /** The model under test. It answers everything with two seconds of speech or more, and uses no tools. */
        SpeechToSpeech model();

        /** The time that it is to live in; closed by {@link #close}. */
        Scheduler scheduler();

        /** For which call. */
        CallInfo call();

        /** A few English words, spoken, μ-law at 8 kHz. */
        byte[] say(String words);

        @Override
        void close();
    }

    /** For subclasses. */
    protected SpeechToSpeechContract() {}

    /** Makes a new bench. */
    protected abstract Bench open();

    @BeforeEach
    final void openBench() {
        bench = open();
        mailbox = new Mailbox(bench.scheduler().executor());
        hearer = new Hearer();
        CompletableFuture<Session> opened = new CompletableFuture<>();
        mailbox.execute(() -> opened.complete(bench.model()
                .open(new SpeechToSpeech.Request(bench.call(), "en-US", bench.scheduler(), mailbox), hearer)));
        await(opened);
        session = opened.join();
    }

    @AfterEach
    final void closeBench() {
        mailbox.execute(session::close);
        bench.close();
    }

    @Test
    void answersWhatItHears() {
        hear("what time is it please");
        await(hearer.answered);
        hearer.assertOrder("open", "began", "ended", "audio", "item ended", "answered");
        assertEquals(1, hearer.count("began"));
        assertTrue(hearer.sound.get() >= SECOND, "the answer has " + hearer.sound + " samples");
    }

    @Test
    void answersWhatItIsTold() {
        tell(model -> model.text("What time is it?"));
        await(hearer.answered);
        hearer.assertOrder("open", "audio", "item ended", "answered");
    }

    @Test
    void saysSomethingByItselfWhenItIsPrompted() {
        tell(model -> model.prompt("Greet the caller."));
        await(hearer.answered);
        hearer.assertOrder("open", "audio", "item ended", "answered");
    }

    @Test
    void deliversNothingMoreOfWhatIsCut() {
        hearer.onFirstSound = item -> {
            session.cut(item, Duration.ZERO);
            hearer.events.clear();
        };
        tell(model -> model.prompt("Tell a story."));
        await(hearer.sounded);
        pass(A_WHILE);
        hearer.assertNone("audio", "item ended", "answered");
    }

    @Test
    void answersAgainAfterItWasCut() {
        hearer.onFirstSound = item -> session.cut(item, Duration.ZERO);
        tell(model -> model.prompt("Tell a story."));
        await(hearer.sounded);
        hear("what time is it please");
        await(hearer.answered);
        assertEquals(2, hearer.items.size());
        assertFalse(hearer.items.get(0).equals(hearer.items.get(1)), "two items have one name");
    }

    @Test
    void isSilentOnceItIsClosed() {
        hearer.onFirstSound = item -> {
            session.close();
            hearer.events.clear();
        };
        tell(model -> model.prompt("Tell a story."));
        await(hearer.sounded);
        tell(model -> {
            model.audio(new byte[PIECE]);
            model.text("What time is it?");
            model.prompt("Tell a story.");
            model.cut(hearer.items.get(0), Duration.ZERO);
            model.close();
        });
        pass(A_WHILE);
        assertEquals(List.of(), List.copyOf(hearer.events));
    }

    private void tell(Consumer<Session> what) {
        mailbox.execute(() -> what.accept(session));
    }

    /** Words, and then two seconds of silence. */
    private void hear(String words) {
        byte[] speech = bench.say(words);
        byte[] sound = Arrays.copyOf(speech, speech.length + 2 * SECOND);
        Arrays.fill(sound, speech.length, sound.length, FakeSpeech.SILENCE);
        for (int at = 0; at < sound.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(sound, at, Math.min(at + PIECE, sound.length));
            tell(model -> model.audio(piece));
        }
    }

    private void pass(Duration time) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        bench.scheduler().schedule(time, mailbox, () -> passed.complete(null));
        await(passed);
    }

    private void await(CompletableFuture<?> stage) {
        CompletableFuture<Void> tooLong = new CompletableFuture<>();
        Scheduler.Timer timer =
                bench.scheduler().schedule(Duration.ofSeconds(20), mailbox, () -> tooLong.complete(null));
        try {
            bench.scheduler().await(CompletableFuture.anyOf(stage, tooLong));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            timer.cancel();
        }
        assertTrue(stage.isDone(), "It did not come to that within 20 s, only to " + hearer.events);
    }

    /** Takes down what happens. */
    private static final class Hearer implements SpeechToSpeech.Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<String> items = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> sounded = new CompletableFuture<>();
        private final CompletableFuture<Void> answered = new CompletableFuture<>();
        private volatile Consumer<String> onFirstSound = item -> {};
        private final AtomicInteger sound = new AtomicInteger();

        /** Each of them happened, first one before first one. */
        void assertOrder(String... expected) {
            List<String> firsts = events.stream()
                    .distinct()
                    .filter(List.of(expected)::contains)
                    .toList();
            assertEquals(List.of(expected), firsts);
        }

        void assertNone(String... unexpected) {
            for (String event : unexpected) {
                assertEquals(0, count(event), event + " in " + events);
            }
        }

        long count(String event) {
            return events.stream().filter(event::equals).count();
        }

        @Override
        public void onOpen() {
            events.add("open");
        }

        @Override
        public void onSpeechBegan() {
            events.add("began");
        }

        @Override
        public void onSpeechEnded(String item) {
            events.add("ended");
        }

        @Override
        public void onCallerWords(String item, String words) {
            events.add("words of the caller");
        }

        @Override
        public void onAudio(String item, byte[] muLaw) {
            events.add("audio");
            sound.addAndGet(muLaw.length);
            if (!items.contains(item)) {
                items.add(item);
            }
            if (sounded.complete(null)) {
                onFirstSound.accept(item);
            }
        }

        @Override
        public void onWords(String item, String piece) {
            events.add("words");
        }

        @Override
        public void onItemEnded(String item) {
            events.add("item ended");
        }

        @Override
        public void onToolCalls(List<ToolCall> calls) {
            events.add("tools");
        }

        @Override
        public void onAnswered() {
            events.add("answered");
            answered.complete(null);
        }

        @Override
        public void onWarning(VoiceCallException problem) {
            events.add("warning: " + problem.getMessage());
        }

        @Override
        public void onFailure(ProviderException failure) {
            events.add("failure: " + failure.getMessage());
        }
    }
}
