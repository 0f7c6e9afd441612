package dev.voicecall.testkit;

import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.TurnTaking;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceAgentBuilder;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** One agent's call, made up by chance: who calls, what they do, what goes wrong. The same seed makes the same call. */
final class AgentWorld {
    static final String NUMBER = "+14155550123";
    private static final List<String> INTERRUPTIONS = List.of(
            "Stop it please.", "No, I want the other one", "What?", "My number is", "Thank you, goodbye.", "Wait.");
    private static final List<String> BACK_CHANNELS = List.of("Mm-hm.", "Okay.", "Uh-huh", "Yeah.");

    /** The apology and the farewell, which can't always be interrupted. */
    static final List<Passage> LAST_WORDS = Passage.range(61, 63);

    static final Passage FILLER = Passage.range(60, 61).get(0);

    private final SplittableRandom random;
    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedCarrier carrier = new ScriptedCarrier();
    final AgentCourse course = new AgentCourse(time);
    final FakeSpeechToText ear = new FakeSpeechToText();
    final FakeTextToSpeech voice = new FakeTextToSpeech(time);
    final LineFaults faults;
    final ScriptedResponder brain;
    final Optional<ToolUser> tools;
    final Callee callee;
    final CallOptions options;
    final boolean interruptible;
    final int interruptionWords;
    final Duration bound;
    final boolean hasFiller;
    final boolean voiceFails;
    final boolean voiceIsSlow;
    final boolean cancelled;
    final Duration cancelledAfter;

    private final VoiceAgent agent;
    private Duration ended = Duration.ZERO;
    private Duration began = Duration.ZERO;
    private int leftBehind;
    private CompletableFuture<CallResult<Void>> result = new CompletableFuture<>();

    AgentWorld(long seed) {
        random = new SplittableRandom(seed);
        faults = faults(seed);
        voice.pieces(pick(List.of(33, 160, 333, 800, 1_600, 4_000, 16_000)));
        voiceIsSlow = chance(2);
        if (voiceIsSlow) {
            voice.latency(millis(0, 700)).realTimeFactor(random.nextDouble(1.3));
        }
        voiceFails = chance(15);
        if (voiceFails) {
            int text = random.nextInt(1, 8);
            switch (random.nextInt(3)) {
                case 0 -> voice.failsAt(text);
                case 1 -> voice.breaksOffAt(text);
                default -> voice.stallsAt(text);
            }
        }
        ear();
        brain = brain();
        tools = seed % 3 == 0 ? Optional.of(new ToolUser(time, carrier, brain, seed)) : Optional.empty();
        interruptible = !chance(8);
        interruptionWords = random.nextInt(3);
        bound = millis(3_000, 14_000);
        hasFiller = chance(3);
        agent = agent();
        callee = callee();
        options = CallOptions.builder().maxDuration(millis(15_000, 25_000)).build();
        cancelled = chance(12);
        cancelledAfter = millis(2_000, 12_000);
    }

    private LineFaults faults(long seed) {
        LineFaults some = LineFaults.NONE.withSeed(seed).withOpening(millis(0, chance(5) ? 1_500 : 200));
        if (chance(2)) {
            some = some.withLatency(millis(0, 80)).withJitter(millis(0, 60)).withMarkDelay(millis(0, 150));
        }
        if (chance(6)) {
            some = some.withLostMarks(chance(2) ? 1 : random.nextDouble(0.3));
        }
        if (chance(6)) {
            some = some.withDoubledMarks(random.nextDouble(0.5));
        }
        if (chance(6)) {
            some = some.withLostAudio(random.nextDouble(0.1));
        }
        if (chance(8)) {
            some = some.withHole(millis(500, 8_000));
        }
        if (chance(8)) {
            some = some.reopeningAfter(millis(200, 8_000));
        }
        return chance(8) ? some.breakingAfter(millis(200, 8_000)) : some;
    }

    private void ear() {
        if (chance(2)) {
            ear.withInterimWords();
        }
        if (chance(2)) {
            ear.latency(millis(0, 500));
        }
        if (chance(10)) {
            ear.failsAt(random.nextInt(1, 4));
        }
        if (chance(10)) {
            ear.hearsInNoise(new SpeechToText.Words("thanks", OptionalDouble.of(0.3)));
        }
    }

    private ScriptedResponder brain() {
        List<Passage> answers = Passage.range(0, 40);
        int first = random.nextInt(30);
        int[] asked = {0};
        ScriptedResponder some = new ScriptedResponder(
                time, (Conversation c) -> answers.get((first + asked[0]++) % 40).text());
        if (chance(2)) {
            some.thinks(millis(0, 2_000));
        }
        if (chance(2)) {
            some.wordByWord(millis(1, 150));
        }
        if (chance(15)) {
            some.failsAt(random.nextInt(1, 4));
        }
        return chance(3) ? some.endsCallAt(random.nextInt(1, 4)) : some;
    }

    private VoiceAgent agent() {
        VoiceAgentBuilder some = VoiceAgent.builder()
                .speechToText(ear)
                .responder(tools.<Responder>map(user -> user).orElse(brain))
                .textToSpeech(voice)
                .interruptible(interruptible)
                .preemptiveReplies(chance(2))
                .idlePrompts(
                        millis(1_000, 4_000),
                        Passage.range(50, 52).stream().map(Passage::text).toArray(String[]::new))
                .filler(hasFiller ? millis(500, 1_500) : Duration.ofMinutes(1), FILLER.text())
                .responseTimeout(millis(1_000, 4_000))
                .apology(LAST_WORDS.get(0).text())
                .farewell(LAST_WORDS.get(1).text())
                .maxDuration(bound)
                .turnTaking(TurnTaking.builder()
                        .minInterruption(millis(40, 400))
                        .minInterruptionWords(interruptionWords)
                        .build());
        return (chance(5) ? some : some.greeting(pick(Passage.range(70, 80)).text())).build();
    }

    private Callee callee() {
        Callee some = Callee.answers().afterRinging(millis(0, 100));
        for (int i = random.nextInt(6); i > 0; i--) {
            some = some.reacts(reaction());
        }
        if (chance(6)) {
            some = some.noise(-60 + random.nextInt(25));
        }
        if (chance(8)) {
            some = some.greets("Hello, who is this?");
        }
        return chance(4) ? some.hangsUpAfter(millis(0, 12_000)) : some;
    }

    private Reaction reaction() {
        Reaction some =
                switch (random.nextInt(12)) {
                    case 0 -> Reaction.silence();
                    case 1 -> Reaction.hangUp();
                    case 2 -> Reaction.press(pick(List.of("1", "12#", "#")));
                    case 3, 4, 5 -> Reaction.speak(pick(BACK_CHANNELS));
                    case 6, 7 -> Reaction.play(noise(random.nextInt(5, 60)), "noise");
                    default -> Reaction.speak(pick(INTERRUPTIONS));
                };
        return switch (random.nextInt(4)) {
            case 0 -> some.after(millis(0, 2_000));
            default -> some.interruptingAfter(millis(0, chance(2) ? 800 : 4_000));
        };
    }

    /** Loud, but no words. */
    private byte[] noise(int frames) {
        byte[] noise = new byte[frames * FakeSpeech.FRAME];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) ~(random.nextInt(2) * 0x80 | 0x50 | random.nextInt(16));
        }
        return noise;
    }

    /** Makes the call, and lets time pass until nothing is left to happen. */
    AgentWorld run() {
        carrier.callee(NUMBER, callee).faults(faults).tap(course);
        VoiceCalls calls = VoiceCalls.builder(carrier)
                .scheduler(time)
                .listener(course)
                .drainTimeout(Duration.ofMinutes(10))
                .build();
        began = time.elapsed();
        result = calls.callAsync(NUMBER, agent, options);
        Scheduler.Timer cancel = cancelled
                ? time.schedule(cancelledAfter, time.executor(), () -> result.cancel(true))
                : Scheduler.Timer.NONE;
        result.whenComplete((value, failure) -> {
            ended = time.elapsed();
            cancel.cancel();
        });
        calls.close();
        time.advance(Duration.ofSeconds(1));
        leftBehind = time.pendingEvents();
        time.runToEnd();
        time.close();
        return this;
    }

    CompletableFuture<CallResult<Void>> result() {
        return result;
    }

    /** How long the call took, ringing included. */
    Duration duration() {
        return ended.minus(began);
    }

    /** How many events were left a second after its end. */
    int leftBehind() {
        return leftBehind;
    }

    boolean lineBreaks() {
        return faults.breaksAfter().isPresent() || faults.reopensAfter().isPresent();
    }

    /** Whether a passage may be said more than once. */
    static boolean isPrompt(Passage passage) {
        return Passage.range(50, 70).contains(passage);
    }

    /** Whether words that are said while the agent speaks end that. */
    boolean isInterruption(String words) {
        List<String> all = List.of(words.split(" "));
        return interruptible && all.size() >= interruptionWords && !BACK_CHANNELS.containsAll(all);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, Math.max(from + 1, to)));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
