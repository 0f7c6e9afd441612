package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Answers;
import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scripts and questions over live audio. */
class LiveScriptTest {
    private static final String NUMBER = "+14155550123";
    private static final String ELSEWHERE = "+14155550199";
    private static final String QUESTION = "What is the name of the street in which you live at this time?";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final FakeSpeechToText ear = new FakeSpeechToText();
    private final FakeTextToSpeech voice = new FakeTextToSpeech(time);
    private final AgentProbe probe = new AgentProbe();
    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .listener(probe)
            .speechToText(ear)
            .textToSpeech(voice)
            .build();

    @AfterEach
    void nothingIsLeft() {
        time.runToEnd();
        assertThat(ear.openTranscriptions()).isZero();
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        calls.close();
        time.close();
    }

    private CallResult<String> ask(Callee callee) {
        carrier.callee(NUMBER, callee.recorded());
        return calls.ask(NUMBER, QUESTION);
    }

    private CallSound sound() {
        return CallSound.of(carrier.lastCall());
    }

    @Test
    void letsAQuestionBeInterrupted() {
        CallResult<String> result =
                ask(Callee.answers().reacts(Reaction.speak("Baker Street").interruptingAtWord("street")));

        assertThat(result.answer()).contains("Baker Street");
        Stretch question = sound().heard("street");
        assertThat(question.to().minus(sound().said("Baker").from())).isLessThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void transfersThoughTheLineHasYetToBeOpened() {
        carrier.faults(LineFaults.NONE.withOpening(Duration.ofMillis(1_500)));
        carrier.callee(NUMBER, Callee.answers()).callee(ELSEWHERE, Callee.busy());

        CallResult<TransferResult> result = calls.call(NUMBER, call -> {
            call.pause(Duration.ofSeconds(1));
            return call.transfer(ELSEWHERE);
        });

        assertThat(result.answer()).contains(TransferResult.BUSY);
    }

    @Test
    void playsAFileAfterSayingNothing() {
        carrier.callee(NUMBER, Callee.answers());

        CallResult<Boolean> result = calls.call(NUMBER, call -> {
            call.say("\uD83D\uDC4B");
            call.play(URI.create("https://example.com/jingle.wav"));
            return true;
        });

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void doesNotTakeForAnAnswerWhatWasSaidBeforeTheQuestion() {
        carrier.callee(
                NUMBER,
                Callee.answers()
                        .reacts(Reaction.speak("Hi").interruptingAtWord("everybody"))
                        .says("Baker Street"));

        CallResult<String> result = calls.call(NUMBER, call -> {
            call.say("Welcome everybody.");
            return call.ask(QUESTION);
        });

        assertThat(result.answer()).contains("Baker Street");
    }

    @Test
    void doesNotTakeANoiseForAnAnswer() {
        Callee callee = Callee.answers()
                .reacts(Sounds.noise(Duration.ofMillis(500)).interruptingAtWord("street"))
                .says("Baker Street");

        CallResult<String> result = ask(callee);

        assertThat(result.answer()).contains("Baker Street");
        assertThat(String.join(" ", carrier.lastCall().heard()))
                .contains("street")
                .contains("at this time?");
    }

    @Test
    void takesKeysForAnAnswer() {
        carrier.callee(
                NUMBER,
                Callee.answers()
                        .reacts(Reaction.press("1234").interruptingAtWord("your"))
                        .recorded());

        CallResult<String> result =
                calls.ask(NUMBER, "Please key in your number now, please.", Answers.digits(4), CallOptions.DEFAULT);

        assertThat(result.answer()).contains("1234");
        assertThat(sound().heard("your").words()).doesNotContain("now");
    }

    @Test
    void waitsForWhoIsSpeakingWhenTheTimeIsUp() {
        Callee callee = Callee.answers()
                .reacts(Reaction.speak("In the second street behind the old church in town")
                        .after(CallOptions.DEFAULT.answerTimeout().minusMillis(500)));

        assertThat(ask(callee).answer()).contains("In the second street behind the old church in town");
        assertThat(voice.texts()).containsExactly(QUESTION);
    }

    @Test
    void asksAgainWhenNobodyAnswers() {
        CallResult<String> result = ask(Callee.answers().staysSilent().says("Baker Street"));

        assertThat(result.answer()).contains("Baker Street");
        assertThat(carrier.lastCall().heard()).hasSize(2);
    }

    @Test
    void comesBackFromWhatOnlyTheCarrierCanDo() {
        carrier.callee(NUMBER, Callee.answers().says("Baker Street").says("Ten."))
                .callee(ELSEWHERE, Callee.busy());

        CallResult<List<String>> result = calls.call(NUMBER, call -> {
            String street = call.ask("Which street?");
            call.play(URI.create("https://example.com/jingle.wav"));
            String house = call.ask("Which house?");
            TransferResult transfer = call.transfer(ELSEWHERE);
            call.say("They are " + transfer + ".");
            return List.of(street, house);
        });

        assertThat(result.answer()).contains(List.of("Baker Street", "Ten."));
        assertThat(carrier.lastCall().heard())
                .containsExactly("Which street?", "[https://example.com/jingle.wav]", "Which house?", "They are BUSY.");
    }

    @Test
    void putsAQuestionToItsEndThoughTheLineBreaks() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofSeconds(3)));
        carrier.callee(NUMBER, Callee.answers().staysSilent().says("Baker"));

        CallResult<String> result = calls.ask(NUMBER, QUESTION);

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.answer()).isEqualTo(Optional.of("Baker"));
        assertThat(String.join(" ", carrier.lastCall().heard()))
                .startsWith("What is")
                .contains("at this time?");
        assertThat(probe.warnings()).isNotEmpty();
    }

    @Test
    void asksAgainWhenTheEarFailedOnce() {
        ear.failsAt(1);

        CallResult<String> result = ask(Callee.answers().says("Baker Street").says("Baker Street"));

        assertThat(result.answer()).contains("Baker Street");
        assertThat(probe.warnings()).hasSize(1);
    }

    @Test
    void failsWhenTheEarFailsTwice() {
        ear.failsAt(1).failsAt(2);

        CallResult<String> result = ask(Callee.answers().says("Baker Street").says("Baker Street"));

        assertThat(result.failure()).get().isInstanceOf(ProviderException.class);
        assertThat(((ProviderException) result.failure().orElseThrow()).stage()).isEqualTo(Stage.HEARING);
    }

    @Test
    void failsWhenItsVoiceIsBroken() {
        voice.failsAt(1).failsAt(2);

        CallResult<String> result = ask(Callee.answers().says("Baker Street"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(((ProviderException) result.failure().orElseThrow()).stage()).isEqualTo(Stage.SPEAKING);
    }

    @Test
    void pressesKeysByTheirTones() {
        carrier.callee(NUMBER, Callee.answers().recorded());

        calls.call(NUMBER, call -> {
            call.sendDigits("12w3");
            return true;
        });

        assertThat(sound().heard())
                .extracting(Stretch::length)
                .containsExactly(Duration.ofMillis(300), Duration.ofMillis(100));
    }

    @Test
    void failsWhenTheLineBreaksAgainAndAgain() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofMillis(500)));

        CallResult<String> result = ask(Callee.answers());

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(5));
    }
}
