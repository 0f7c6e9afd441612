package dev.voicecall.testkit;

import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.LiveCall;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import dev.voicecall.testkit.FakeSpeechToSpeech.Words;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A call of a model that hears and speaks, made up by chance. The same seed makes the same call. */
final class SpeechToSpeechWorld {
    private static final String NUMBER = "+14155550123";
    private static final String THIRD = "+14155550199";
    private static final String SCHEMA = "{\"type\":\"object\"}";

    private final SplittableRandom random;
    final VirtualScheduler time = new VirtualScheduler();
    final ScriptedCarrier carrier = new ScriptedCarrier();
    final AgentCourse course = new AgentCourse(time);
    final FakeSpeechToSpeech fake = new FakeSpeechToSpeech(this::answer);
    final RecordedModel model = new RecordedModel(fake, course);
    final LineFaults faults;
    final Callee callee;
    final CallOptions options;
    final Duration bound;
    final boolean modelFails;
    final boolean modelIsSlow;
    final boolean wordsComeFirst;
    final boolean transcribesInTime;

    private final SplittableRandom mind;
    private int passages;
    private int reactions;
    private Duration began = Duration.ZERO;
    private Duration ended = Duration.ZERO;
    private int leftBehind;
    private CompletableFuture<CallResult<Void>> result = new CompletableFuture<>();

    SpeechToSpeechWorld(long seed) {
        random = new SplittableRandom(seed);
        mind = random.split();
        faults = faults(seed);
        fake.pieces(Duration.ofMillis(20L * random.nextInt(1, 20)))
                .latency(millis(0, 900))
                .opensAfter(millis(0, 1_500));
        modelIsSlow = chance(12);
        fake.speed(modelIsSlow ? 0.8 : pick(List.of(1.3, 2.0, 5.0, 50.0))).latePieces(random.nextInt(5));
        Words words = pick(List.of(Words.values()));
        fake.words(words);
        wordsComeFirst = words != Words.AFTER;
        Duration transcription = millis(0, chance(5) ? 7_000 : 3_000);
        transcribesInTime = transcription.compareTo(Duration.ofMillis(4_900)) < 0 && !chance(8);
        if (transcribesInTime || chance(2)) {
            fake.transcribesAfter(transcription);
        } else {
            fake.withoutTranscription();
        }
        modelFails = chance(12);
        if (modelFails) {
            fake.failsAt(random.nextInt(1, 5));
        }
        fake.tools(work("look_up"), work("ask").withCancellationByInterruption(), Tool.hangUp(), transfer());
        bound = millis(4_000, 25_000);
        callee = callee();
        options = CallOptions.builder().maxDuration(millis(20_000, 40_000)).build();
    }

    private Tool work(String name) {
        Duration takes = millis(0, 4_000);
        return Tool.withSchema(name, "Does something.", SCHEMA, (json, call) -> {
            Waiting.pass(time, takes);
            return "done";
        });
    }

    private Tool transfer() {
        carrier.callee(THIRD, chance(2) ? Callee.busy() : Callee.answers().hangsUpAfter(millis(500, 3_000)));
        return Tool.transfer("transfer", "Somebody else.", THIRD);
    }

    private LineFaults faults(long seed) {
        LineFaults some = LineFaults.NONE.withSeed(seed).withOpening(millis(0, chance(5) ? 1_500 : 200));
        if (chance(2)) {
            some = some.withLatency(millis(0, 80)).withJitter(millis(0, 60)).withMarkDelay(millis(0, 100));
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

    private Callee callee() {
        Callee some = Callee.answers().afterRinging(millis(0, 100));
        for (int i = random.nextInt(7); i > 0; i--) {
            some = some.reacts(reaction());
        }
        return chance(5) ? some.hangsUpAfter(millis(0, 15_000)) : some;
    }

    private Reaction reaction() {
        Reaction some =
                switch (random.nextInt(10)) {
                    case 0 -> Reaction.silence();
                    case 1 -> Reaction.hangUp();
                    case 2 -> Reaction.press(pick(List.of("7", "78#", "#")));
                    default -> Reaction.speak("Stop number " + ++reactions);
                };
        return switch (random.nextInt(3)) {
            case 0 -> some.after(millis(0, 2_000));
            default -> some.interruptingAfter(millis(0, chance(2) ? 800 : 5_000));
        };
    }

    /** Each passage is said once. */
    private Answer answer(String to) {
        int items = mind.nextInt(12) == 0 ? 0 : mind.nextInt(1, to.startsWith("The ") ? 2 : 4);
        Answer answer = new Answer(
                Passage.range(passages, passages + items).stream()
                        .map(Passage::text)
                        .toList(),
                List.of());
        passages = (passages + items) % 70;
        return switch (mind.nextInt(10)) {
            case 0 -> answer.use("look_up", "{}");
            case 1 -> answer.use("look_up", "{}").use("ask", "{}");
            case 2 -> answer.use("hang_up", "{}");
            case 3 -> answer.use("transfer", "{}");
            case 4 -> answer.use("unknown", "{}");
            default -> answer;
        };
    }

    /** Makes the call, and lets time pass until nothing is left to happen. */
    SpeechToSpeechWorld run() {
        carrier.callee(NUMBER, callee).faults(faults).tap(course);
        VoiceCalls calls = VoiceCalls.builder(carrier)
                .scheduler(time)
                .listener(course)
                .drainTimeout(Duration.ofMinutes(10))
                .build();
        VoiceAgent agent = VoiceAgent.builder(model)
                .greeting(chance(4) ? "" : "The greeting.")
                .idlePrompts(millis(1_000, 4_000), random.nextInt(3))
                .maxDuration(bound)
                .build();
        began = time.elapsed();
        result = calls.callAsync(NUMBER, agent, options);
        if (chance(4)) {
            Duration when = millis(1_000, 10_000);
            time.schedule(when, time.executor(), () -> calls.live("call-1").ifPresent(LiveCall::interrupt));
        }
        result.whenComplete((value, failure) -> ended = time.elapsed());
        calls.close();
        time.advance(Duration.ofSeconds(10));
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

    /** How many events were left ten seconds after its end. */
    int leftBehind() {
        return leftBehind;
    }

    boolean lineBreaks() {
        return faults.breaksAfter().isPresent() || faults.reopensAfter().isPresent();
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
