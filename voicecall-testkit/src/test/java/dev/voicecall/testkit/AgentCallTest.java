package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.CarrierException;
import dev.voicecall.NoInputException;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceAgent;
import dev.voicecall.spi.Conversation;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents as a part of calls: inbound, within scripts, many at once, and calls that end too soon. */
class AgentCallTest extends AgentBench {
    private static final String ELSEWHERE = "+14155550199";
    private static final Callee ASKS = Callee.answers().says("What time is it?").says("Thanks.");

    @Test
    void saysItsFarewellBeforeTheCallIsCutOff() {
        CallOptions options =
                CallOptions.builder().maxDuration(Duration.ofSeconds(40)).build();
        Callee callee = Callee.answers().otherwise(heard -> Reaction.speak("Go on."));
        carrier.callee(NUMBER, callee);

        CallResult<Void> result = calls.call(
                NUMBER,
                agent(conversation -> "And so on.").farewell("Time is up.").build(),
                options);

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(carrier.lastCall().hasHeard("Time is up.")).isTrue();
    }

    @Test
    void takesCallsThatComeIn() {
        calls.onIncoming(agent(answers("It is noon.")).build());

        CalleeOnCall caller = carrier.callIn(NUMBER, ASKS);
        time.runToEnd();

        assertThat(caller.heard()).containsExactly("Hello there.", "It is noon.", "Goodbye.");
    }

    @Test
    void greetsAtOnceThoseWhoCallInOnceItIsPrepared() {
        voice.latency(Duration.ofMillis(800));
        calls.onIncoming(agent(answers("It is noon.")).build());
        time.advance(Duration.ofSeconds(10));

        carrier.callIn(NUMBER, ASKS.recorded());
        time.runToEnd();

        assertThat(sound().heard("Hello").from()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void isAPartOfAScript() {
        VoiceAgent agent = agent(answers("It is noon.")).build();
        carrier.callee(NUMBER, ASKS);

        CallResult<String> result = calls.call(NUMBER, call -> {
            call.converse(agent);
            call.say("That was our assistant.");
            return "done";
        });

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.answer()).contains("done");
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "It is noon.", "Goodbye.", "That was our assistant.");
    }

    @Test
    void handsTheCallerOver() {
        VoiceAgent agent = agent(new ScriptedResponder(time, "I'll put you through.").endsCallAt(1))
                .build();
        carrier.callee(NUMBER, ASKS).callee(ELSEWHERE, Callee.answers());

        CallResult<TransferResult> result = calls.call(NUMBER, call -> {
            call.converse(agent);
            return call.transfer(ELSEWHERE);
        });

        assertThat(result.answer()).contains(TransferResult.COMPLETED);
    }

    @Test
    void tellsTheScriptThatNobodySpoke() {
        VoiceAgent agent = agent(answers()).idlePrompts(Duration.ofSeconds(2)).build();
        carrier.callee(NUMBER, Callee.answers());

        CallResult<String> result = calls.call(NUMBER, call -> {
            assertThatThrownBy(() -> call.converse(agent)).isInstanceOf(NoInputException.class);
            call.say("We will call again.");
            return "silent";
        });

        assertThat(result.answer()).contains("silent");
        assertThat(carrier.lastCall().heard()).endsWith("We will call again.");
    }

    @Test
    void tellsTheScriptThatAPartFailed() {
        VoiceAgent agent = agent(answers("", "").failsAt(1).failsAt(2)).build();
        carrier.callee(NUMBER, ASKS);

        CallResult<String> result = calls.call(NUMBER, call -> {
            assertThatThrownBy(() -> call.converse(agent)).isInstanceOf(ProviderException.class);
            return "failed";
        });

        assertThat(result.answer()).contains("failed");
    }

    @Test
    void apologizesWithinAScriptThoughItsVoiceIsBroken() {
        BreakableVoice breakable = new BreakableVoice(voice);
        VoiceAgent agent = agent(conversation -> {
                    breakable.breakDown();
                    return "It is noon.";
                })
                .textToSpeech(breakable)
                .apology("I'm sorry.")
                .build();
        carrier.callee(NUMBER, ASKS);

        CallResult<String> result = calls.call(NUMBER, call -> {
            call.converse(agent);
            return "done";
        });

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "I'm sorry.");
    }

    @Test
    void takesNoThreadWhileItListens() {
        carrier.callee(NUMBER, Callee.answers());
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(answers()).build());

        time.advance(Duration.ofSeconds(8));

        assertThat(calls.openCalls()).isOne();
        assertThat(time.blockedWorkers()).isZero();
        time.runToEnd();
        assertThat(result.join().outcome()).isEqualTo(Outcome.NO_INPUT);
    }

    @Test
    void hangsUpWhenItsFutureIsCancelled() {
        carrier.callee(NUMBER, ASKS);
        CompletableFuture<CallResult<Void>> result = calls.callAsync(
                NUMBER,
                agent(answers("It is noon.").thinks(Duration.ofSeconds(20))).build());
        time.advance(Duration.ofSeconds(8));
        assertThat(time.blockedWorkers()).isOne();

        result.cancel(true);
        time.advance(Duration.ofSeconds(1));

        assertThat(calls.openCalls()).isZero();
        assertThat(time.blockedWorkers()).isZero();
    }

    @Test
    void hangsUpWhenTheThreadIsInterrupted() {
        Thread caller = Thread.currentThread();
        time.schedule(Duration.ofSeconds(8), time.executor(), caller::interrupt);

        CallResult<Void> result = call(ASKS, agent(answers(STORY)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.outcome()).isEqualTo(Outcome.CANCELED);
    }

    @Test
    void comesToItsEndWhenTheCallsAreClosed() {
        carrier.callee(NUMBER, ASKS);
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(answers("It is noon.")).build());
        time.advance(Duration.ofSeconds(4));

        calls.close();
        time.runToEnd();

        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void isHungUpWhenTheCallsAreClosedAndItDoesNotEnd() {
        carrier.callee(NUMBER, Callee.answers().otherwise(question -> Reaction.speak("Go on please")));
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(conversation -> STORY).build());
        time.advance(Duration.ofSeconds(4));

        calls.close();
        time.runToEnd();

        assertThat(result.join().outcome()).isEqualTo(Outcome.CANCELED);
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 150, 600, 1_200, 2_000, 3_000, 3_600, 4_500, 6_000, 8_000, 9_500, 11_000})
    void copesWithACallerWhoHangsUpAtAnyTime(long millis) {
        voice.latency(Duration.ofMillis(300)).realTimeFactor(0.5);
        ear.latency(Duration.ofMillis(300));

        CallResult<Void> result = call(
                ASKS.hangsUpAfter(Duration.ofMillis(millis)),
                agent(answers(STORY).thinks(Duration.ofSeconds(1))).preemptiveReplies(true));

        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(result.duration()).isBetween(Duration.ofMillis(millis), Duration.ofMillis(millis + 200));
    }

    @Test
    void remembersWhatWasHeardUntilTheCallerHungUp() {
        CallResult<Void> result = call(
                Callee.answers()
                        .says("Tell me a story.")
                        .reacts(Reaction.hangUp().interruptingAtWord("dragon")),
                agent(answers(STORY)));

        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(probe.transcript()).endsWith("us: Once upon a time there was a dragon-");
        assertThat(probe.interruptions()).isEmpty();
    }

    @Test
    void goesOnOverANewLineWhenTheLineBreaks() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofSeconds(6)));
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .staysSilent()
                .staysSilent()
                .says("Thanks.");

        CallResult<Void> result =
                call(callee, agent(answers(STORY)).idlePrompts(Duration.ofSeconds(2), "More?", "Or not?"));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        String all = String.join(" ", carrier.lastCall().heard());
        assertThat(all).contains("Once upon", "wide world.");
        assertThat(List.of(all.split(" "))).containsAll(List.of(STORY.split(" ")));
        assertThat(probe.transcript()).contains("us: " + STORY);
    }

    @Test
    void losesNoWordsWhenANewLineTakesLongToStand() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofMillis(4_500)).withOpening(Duration.ofMillis(1_500)));
        Callee callee = Callee.answers().says("Tell me a story.").hangsUpAfter(Duration.ofSeconds(14));

        call(callee, agent(answers(STORY)));

        List<String> words =
                List.of(String.join(" ", carrier.lastCall().heard()).split(" "));
        assertThat(words).containsAll(List.of(STORY.split(" ")));
    }

    @Test
    void failsWhenTheLineBreaksForTheThirdTime() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofSeconds(3)));

        CallResult<Void> result = call(Callee.answers(), agent(answers()));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure()).get().isInstanceOf(CarrierException.class);
        assertThat(result.duration()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void doesNotMixCallsUp() {
        int many = 50;
        List<CompletableFuture<CallResult<Void>>> results = new ArrayList<>();
        VoiceAgent parrot =
                agent(conversation -> "You said " + conversation.latest()).build();
        for (int i = 0; i < many; i++) {
            String number = "+141555502" + (i + 10);
            carrier.callee(number, Callee.answers().says("word" + i).says("goodbye"));
            results.add(calls.callAsync(number, parrot));
        }
        time.runToEnd();

        for (int i = 0; i < many; i++) {
            assertThat(results.get(i).join().outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(carrier.calls().get(i).heard())
                    .containsExactly("Hello there.", "You said word" + i, "You said goodbye");
            assertThat(probe.on("+141555502" + (i + 10)).turn(1).words()).isEqualTo("word" + i);
        }
        assertThat(probe.turns()).hasSize(2 * many);
    }

    @Test
    void speaksTheLanguageOfTheCall() {
        List<String> languages = new ArrayList<>();
        carrier.callee(NUMBER, Callee.answers().says("Auf Wiedersehen."));

        calls.call(
                NUMBER,
                agent((Conversation conversation) -> {
                            languages.add(conversation.language());
                            return "Tschüss.";
                        })
                        .build(),
                CallOptions.builder().language("de-DE").build());

        assertThat(languages).containsExactly("de-DE");
        assertThat(carrier.lastCall().heard()).endsWith("Tschüss.");
    }
}
