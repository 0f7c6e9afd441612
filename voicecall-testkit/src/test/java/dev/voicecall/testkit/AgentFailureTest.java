package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.testkit.Callee.Reaction;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of a conversation when one of its parts fails. */
class AgentFailureTest extends AgentBench {
    private static final String APOLOGY = "I'm sorry, something is broken here.";
    /** The phrases that are spoken in advance: greeting, apology, filler, idle prompt, farewell. */
    private static final int PREPARED = 5;

    private static final Callee ASKS = Callee.answers().says("What time is it?").says("Thanks.");

    @Test
    void apologizesWhenTheDetectorThrows() {
        VoiceActivityDetector broken = () -> (samples, offset) -> {
            throw new IllegalStateException("no model");
        };

        CallResult<Void> result =
                call(Callee.answers().says("Hello?"), agent(answers()).voiceActivityDetector(broken));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure().orElseThrow())
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.stage())
                        .isEqualTo(Stage.HEARING));
        assertThat(carrier.lastCall().hasHeard("went wrong")).isTrue();
    }

    @Test
    void asksTheResponderAgainWhenItFailedOnce() {
        ScriptedResponder responder = answers("It was noon.", "It is noon.").failsAt(1);

        assertThat(call(ASKS, agent(responder)).outcome()).isEqualTo(Outcome.ANSWERED);

        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "It is noon.", "Goodbye.");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void apologizesWhenTheResponderFailsForGood() {
        apologizes(Stage.THINKING, answers("", "").failsAt(1).failsAt(2));
    }

    @Test
    void doesNotAskAgainWhatWillNotHelp() {
        int[] asked = {0};

        apologizes(Stage.THINKING, conversation -> {
            asked[0]++;
            throw new ProviderException(Stage.THINKING, "No such model.", false, null);
        });

        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void namesTheCauseWhenTheResponderThrowsSomethingElse() {
        IllegalStateException bug = new IllegalStateException("a bug");

        ProviderException failure = apologizes(Stage.THINKING, conversation -> {
            throw bug;
        });

        assertThat(failure).hasCause(bug);
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tested
    void takesAnAnswerThatIsNullForAFailure() {
        ProviderException failure = apologizes(Stage.THINKING, conversation -> null);

        assertThat(failure).hasMessageContaining("null");
    }

    @Test
    void apologizesWhenTheResponderDoesNotAnswer() {
        Responder silent = conversation -> {
            time.await(new CompletableFuture<>());
            return "";
        };

        ProviderException failure = apologizes(Stage.THINKING, silent);

        assertThat(failure).hasMessageContaining("30000 ms");
    }

    @Test
    void apologizesWhenTheResponderStopsInTheMiddle() {
        apologizes(Stage.THINKING, new Responder() {
            @Override
            public String respond(Conversation conversation) {
                return "";
            }

            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                response.say("It is noon. ");
                time.await(new CompletableFuture<>());
            }
        });

        assertThat(probe.transcript()).contains("us: It is noon.-");
        assertThat(probe.interruptions()).isEmpty();
    }

    @Test
    void apologizesWhenTheResponderFailsInTheMiddle() {
        apologizes(Stage.THINKING, new Responder() {
            @Override
            public String respond(Conversation conversation) {
                return "";
            }

            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                response.say("It is noon in London and ");
                throw new IOException("reset");
            }
        });
    }

    @Test
    void speaksASentenceAgainWhenTheVoiceFailedOnce() {
        voice.failsAt(PREPARED + 1);

        assertThat(call(ASKS, agent(answers("It is noon.")).apology(APOLOGY)).outcome())
                .isEqualTo(Outcome.ANSWERED);

        assertThat(voice.texts()).containsSequence("It is noon.", "It is noon.");
        assertThat(probe.transcript()).contains("us: It is noon.");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void apologizesWhenTheVoiceFailsAtTheFirstSentence() {
        BreakableVoice breakable = new BreakableVoice(voice);

        CallResult<Void> result = call(
                ASKS,
                agent(conversation -> {
                            breakable.breakDown();
                            return "It is noon.";
                        })
                        .textToSpeech(breakable)
                        .apology(APOLOGY));

        assertFailed(result, Stage.SPEAKING);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", APOLOGY);
    }

    @Test
    void apologizesWhenTheVoiceFailsInTheMiddle() {
        FailingAt second = new FailingAt("In London it is nice and warm.");

        assertFailed(
                call(
                        ASKS,
                        agent(conversation -> "It is noon. In London it is nice and warm.")
                                .textToSpeech(second)
                                .apology(APOLOGY)),
                Stage.SPEAKING);

        assertThat(String.join(" ", carrier.lastCall().heard()))
                .contains("It is noon.")
                .endsWith(APOLOGY);
    }

    @Test
    void apologizesWhenTheVoiceFallsSilent() {
        voice.stallsAt(PREPARED + 1);

        CallResult<Void> result = call(
                Callee.answers().says("What time is it?"),
                agent(conversation -> "It is noon in London.").apology(APOLOGY));

        assertFailed(result, Stage.SPEAKING);
        assertThat(sound().heard("sorry").from().minus(sound().said("What").to()))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    }

    @Test
    void apologizesInTheVoiceOfTheCarrierWhenItsOwnHasFailed() {
        BreakableVoice breakable = new BreakableVoice(voice);
        breakable.breakDown();

        CallResult<Void> result = call(
                ASKS,
                agent(conversation -> "It is noon.").textToSpeech(breakable).apology(APOLOGY));

        assertFailed(result, Stage.SPEAKING);
        assertThat(carrier.lastCall().heard()).containsExactly(APOLOGY);
        assertThat(probe.transcript()).containsExactly("us: " + APOLOGY);
    }

    @Test
    void doesNotBeginItsApologyAgain() {
        CallResult<Void> result = call(
                Callee.answers().says("What time is it?"),
                agent(conversation -> {
                            throw new ProviderException(Stage.THINKING, "No such model.", false, null);
                        })
                        .textToSpeech(new BreaksOffAfterASecond(APOLOGY))
                        .apology(APOLOGY));

        assertFailed(result, Stage.THINKING);
        assertThat(String.join(" ", carrier.lastCall().heard())).isEqualTo("Hello there. I'm sorry,");
    }

    @Test
    void endsTheCallThoughTheCalleeHangsUpDuringTheApologyOfTheCarrier() {
        BreakableVoice breakable = new BreakableVoice(voice);
        breakable.breakDown();

        CallResult<Void> result = call(
                Callee.answers().hangsUpAfter(Duration.ofSeconds(1)),
                agent(conversation -> "It is noon.").textToSpeech(breakable).apology(APOLOGY));

        assertThat(result.outcome()).isNotEqualTo(Outcome.ANSWERED);
        assertThat(probe.transcript()).isEmpty();
    }

    @Test
    void goesOnWhenTheEarFailedOnce() {
        ear.failsAt(1);

        CallResult<Void> result = call(
                Callee.answers()
                        .says("What time is it?")
                        .says("What is the time?")
                        .says("Thanks."),
                agent(answers("It is noon.")).idlePrompts(Duration.ofSeconds(4), "Are you there?"));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(probe.warnings()).hasSize(1);
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Are you there?", "It is noon.", "Goodbye.");
    }

    @Test
    void doesNotTakeWordsThatCameFarTooLateForThoseOfTheNextUtterance() {
        ear.latency(Duration.ofSeconds(25));
        time.schedule(Duration.ofSeconds(10), time.executor(), () -> ear.latency(Duration.ofSeconds(6)));
        ScriptedResponder responder = answers("I see.");

        call(Callee.answers().says("The first.").says("The second."), agent(responder));

        assertThat(responder.conversations().get(0).latest()).isEqualTo("The second.");
    }

    @Test
    void apologizesWhenTheEarFailsTwice() {
        ear.failsAt(1).failsAt(2);

        CallResult<Void> result = call(
                ASKS,
                agent(answers("It is noon."))
                        .idlePrompts(Duration.ofSeconds(4), "Are you there?")
                        .apology(APOLOGY));

        assertFailed(result, Stage.HEARING);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "Are you there?", APOLOGY);
    }

    @Test
    void apologizesToTheEndThoughTheEarGoesOnFailing() {
        ear.failsAt(1).failsAt(2).failsAt(3);

        CallResult<Void> result = call(
                Callee.answers()
                        .says("What time is it?")
                        .says("Hello, can you hear me?")
                        .reacts(Reaction.speak("Hello?").interruptingAtWord("something")),
                agent(answers("It is noon."))
                        .idlePrompts(Duration.ofSeconds(4), "Are you there?")
                        .apology("I'm sorry, something is broken and we will have to end this call now."));

        assertFailed(result, Stage.HEARING);
        assertThat(carrier.lastCall().heard())
                .endsWith("I'm sorry, something is broken and we will have to end this call now.");
    }

    @Test
    void goesOnWithItsAnswerWhenTheEarFailsAtAnInterruption() {
        ear.failsAt(2);

        call(
                Callee.answers()
                        .says("Tell me a story.")
                        .reacts(Reaction.speak("Stop it").interruptingAtWord("dragon"))
                        .says("Thanks."),
                agent(answers(STORY)));

        assertThat(probe.transcript()).contains("us: " + STORY);
    }

    private ProviderException apologizes(Stage stage, Responder responder) {
        CallResult<Void> result = call(
                Callee.answers().says("What time is it?"),
                agent(responder).apology(APOLOGY).filler(Duration.ofSeconds(3), ""));
        assertThat(String.join(" ", carrier.lastCall().heard())).endsWith(APOLOGY);
        return assertFailed(result, stage);
    }

    private static ProviderException assertFailed(CallResult<Void> result, Stage stage) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure()).get().isInstanceOf(ProviderException.class);
        ProviderException failure = (ProviderException) result.failure().orElseThrow();
        assertThat(failure.stage()).isEqualTo(stage);
        return failure;
    }

    /** Fails when some of a text was heard, always. */
    private final class BreaksOffAfterASecond implements TextToSpeech {
        private final String text;

        BreaksOffAfterASecond(String text) {
            this.text = text;
        }

        @Override
        public AudioFormat format() {
            return voice.format();
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws Exception {
            if (speech.text().equals(text)) {
                out.write(FakeSpeech.say("I'm sorry,"));
                Waiting.pass(time, Duration.ofSeconds(2));
                throw new ProviderException(Stage.SPEAKING, "The voice broke off.", true, null);
            }
            voice.synthesize(speech, out);
        }
    }

    /** Fails in the middle of one text, always. */
    private final class FailingAt implements TextToSpeech {
        private final String text;

        FailingAt(String text) {
            this.text = text;
        }

        @Override
        public AudioFormat format() {
            return voice.format();
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws Exception {
            if (speech.text().equals(text)) {
                Waiting.pass(time, Duration.ofSeconds(1));
                out.write(FakeSpeech.say("In London"));
                throw new ProviderException(Stage.SPEAKING, "The voice broke off.", true, null);
            }
            voice.synthesize(speech, out);
        }
    }

    @Test
    void endsNoCallBecauseOfAnAttemptThatFailed() {
        AtomicInteger attempts = new AtomicInteger();
        Responder second = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new AssertionError("not asked piece by piece");
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                if (attempts.incrementAndGet() == 1) {
                    response.endCall();
                    throw new IllegalStateException("the connection broke");
                }
                response.say("And what else?");
            }
        };

        call(Callee.answers().says("That is it.").says("Nothing more."), agent(second));

        assertThat(attempts.get()).isGreaterThan(2);
    }
}
