package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.TurnTaking;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the other side says while an agent speaks or thinks. */
class AgentInterruptionTest extends AgentBench {
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    @Test
    void fallsSilentWhenTheCallerSpeaks() {
        call(hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")), agent(answers(STORY)));

        Stretch story = sound().heard("dragon");
        assertThat(story.to().minus(sound().said("Stop").from())).isLessThanOrEqualTo(AT_ONCE);
        assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
        assertThat(probe.interruptions()).hasSize(1);
        assertThat(probe.interruptions().get(0).complete()).isFalse();
        assertThat(probe.interruptions().get(0).certainty()).isEqualTo(HeardText.Certainty.MARKS);
    }

    @Test
    void tellsTheResponderOnlyWhatWasHeard() {
        ScriptedResponder responder = answers(STORY);

        call(hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")), agent(responder));

        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::text)
                .containsExactly(
                        "Hello there.", "Tell me a story.", "Once upon a time there was a dragon", "Stop it please.");
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::interrupted)
                .containsExactly(false, false, true, false);
    }

    @Test
    void fallsSilentThoughAllOfItsSoundHasBeenSent() {
        Reaction stop = Reaction.speak("Stop it please.").interruptingAfter(Duration.ofMillis(400));

        call(hearingAStory(stop), agent(answers("Once upon a time.")));

        assertThat(sound().heard("Once").to().minus(sound().said("Stop").from()))
                .isLessThanOrEqualTo(AT_ONCE);
        assertThat(probe.wasInterruptedAfter("Once upon")).isTrue();
    }

    @Test
    void doesNotFallSilentForLessSpeechThanTheMinimum() {
        Reaction cough = Sounds.noise(Duration.ofMillis(300)).interruptingAtWord("dragon");

        call(
                hearingAStory(cough),
                agent(answers(STORY))
                        .turnTaking(TurnTaking.builder()
                                .minInterruption(Duration.ofMillis(600))
                                .build()));

        assertThat(probe.interruptions()).isEmpty();
        assertThat(sound().heard("dragon").words()).isEqualTo(STORY);
    }

    @Test
    void takesAYesThatComesBeforeTheEndOfTheQuestionForAnAnswer() {
        ScriptedResponder responder = answers("A table for four it is. Shall I book that?");
        Callee callee = Callee.answers()
                .says("A table for four.")
                .reacts(Reaction.speak("Yes.").interruptingAtWord("book"))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(responder.conversations().get(1).latest()).isEqualTo("Yes.");
    }

    @Test
    void goesOnAfterABackChannel() {
        call(hearingAStory(Reaction.speak("okay").interruptingAtWord("dragon")), agent(answers(STORY)));

        assertThat(probe.interruptions()).isEmpty();
        assertThat(probe.transcript()).containsSequence("them: Tell me a story.", "them: okay", "us: " + STORY);
        assertThat(resumedAfter("okay")).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void doesNotAnswerABackChannel() {
        ScriptedResponder responder = answers(STORY);

        call(hearingAStory(Reaction.speak("mm-hm").interruptingAtWord("dragon")), agent(responder));

        assertThat(responder.conversations())
                .extracting(Conversation::latest)
                .containsExactly("Tell me a story.", "Thanks.");
    }

    @Test
    void goesOnWithTheWordThatWasCutAfterANoise() {
        Reaction noise = Sounds.noise(Duration.ofMillis(500)).interruptingAtWord("dragon");

        call(hearingAStory(noise), agent(answers(STORY)));

        assertThat(probe.interruptions()).isEmpty();
        CallSound sound = sound();
        Stretch before = sound.heard("dragon");
        Stretch after = sound.heard("world.");
        assertThat(after.from().minus(before.to())).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
        assertThat(sound.heard("dragon").words() + " " + after.words())
                .matches("Once upon a time there was a dragon (who )?(who )?lived .*world\\.");
    }

    @Test
    void waitsForEnoughWordsWhereTheyAreKnownWhileSomebodySpeaks() {
        ear.withInterimWords();
        Reaction stop = Reaction.speak("stop telling me this story").interruptingAtWord("dragon");

        call(
                hearingAStory(stop),
                agent(answers(STORY))
                        .turnTaking(TurnTaking.builder().minInterruptionWords(3).build()));

        Duration spoken =
                sound().heard("dragon").to().minus(sound().said("stop").from());
        assertThat(spoken).isBetween(Duration.ofMillis(700), Duration.ofMillis(1_200));
        assertThat(probe.interruptions()).hasSize(1);
    }

    @Test
    void doesNotPauseForABackChannelThatIsKnownWhileItIsSpoken() {
        ear.withInterimWords();

        call(
                hearingAStory(Reaction.speak("okay").interruptingAtWord("dragon")),
                agent(answers(STORY))
                        .turnTaking(TurnTaking.builder().minInterruptionWords(1).build()));

        assertThat(sound().heard("dragon").words()).isEqualTo(STORY);
    }

    @Test
    void answersWhenItHasFinishedIfItMayNotBeInterrupted() {
        ScriptedResponder responder = answers(STORY);

        call(
                hearingAStory(Sounds.speakWithPauses(Duration.ofSeconds(1), "what is his name?", "and his age?")
                        .interruptingAtWord("time")),
                agent(responder).interruptible(false));

        assertThat(sound().heard("dragon").words()).startsWith(STORY);
        assertThat(probe.interruptions()).isEmpty();
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::text)
                .endsWith("Tell me a story.", STORY, "what is his name? and his age?");
    }

    @Test
    void mayBeInterruptedWhileItGreets() {
        Callee callee = Callee.answers()
                .reacts(Reaction.speak("Who is this?").interruptingAtWord("assistant"))
                .says("Goodbye.");

        call(callee, agent(answers("The dentist.")).greeting("Hello, I am the assistant of the dentist in town."));

        assertThat(probe.wasInterruptedAfter("the assistant")).isTrue();
        assertThat(probe.transcript()).contains("them: Who is this?", "us: The dentist.");
    }

    @Test
    void keepsTheCallWhenItsGoodbyeIsInterrupted() {
        ScriptedResponder responder = new ScriptedResponder(
                        time, "Goodbye, and have a very nice day in town.", "At nine.", "Goodbye.")
                .endsCallAt(1)
                .endsCallAt(3);
        Callee callee = Callee.answers()
                .says("That was all I wanted")
                .reacts(Reaction.speak("Wait, when do you open?").interruptingAtWord("nice"))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(probe.transcript())
                .containsSubsequence(
                        "us: Goodbye, and have a very nice-",
                        "them: Wait, when do you open?",
                        "us: At nine.",
                        "them: Thanks.",
                        "us: Goodbye.");
    }

    @Test
    void isInterruptedTwiceInARow() {
        ScriptedResponder responder =
                new ScriptedResponder(time, STORY, STORY, "As you wish.", "Goodbye.").endsCallAt(4);
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.speak("Once more please.").interruptingAtWord("dragon"))
                .reacts(Reaction.speak("No more please.").interruptingAtWord("cave"))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(probe.interruptions()).hasSize(2);
        assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
        assertThat(probe.interruptions().get(1).text()).contains("dark cave").doesNotContain("world");
        assertThat(carrier.lastCall().heard()).contains("As you wish.");
    }

    @Test
    void takesWhatIsSaidWhileItThinksForOneMessage() {
        ScriptedResponder responder =
                answers("The old answer.", "The new answer.").thinks(Duration.ofSeconds(1));
        Callee callee = Callee.answers()
                .reacts(Sounds.speakWithPauses(Duration.ofMillis(900), "What time is it?", "In London I mean."))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(responder.conversations().get(1).latest()).isEqualTo("What time is it? In London I mean.");
        assertThat(carrier.lastCall().heard()).contains("The new answer.").doesNotContain("The old answer.");
    }

    @Test
    void doesNotBeginToAnswerWhileTheCallerSpeaks() {
        ScriptedResponder responder =
                answers("The old answer.", "The new answer.").thinks(Duration.ofMillis(700));
        Callee callee = Callee.answers()
                .reacts(Sounds.speakWithPauses(
                        Duration.ofMillis(900),
                        "What time is it?",
                        "In the city of London on the river Thames I mean."))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(sound().heard()).noneMatch(stretch -> stretch.words().contains("old"));
        assertThat(sound().heard()).hasSize(3);
        assertThat(probe.interruptions()).isEmpty();
        assertThat(voice.texts()).contains("The old answer.");
    }

    @Test
    void answersAfterANoiseThatKeptItFromBeginning() {
        ScriptedResponder responder = answers("It is noon.").thinks(Duration.ofMillis(700));
        byte[] question = FakeSpeech.say("What time is it?");
        byte[] pause = Sounds.silence(Duration.ofMillis(1_000));
        byte[] noise = Sounds.noiseBytes(Duration.ofMillis(600));
        Callee callee = Callee.answers()
                .reacts(Reaction.play(Sounds.join(question, pause, noise), "What time is it?"))
                .says("Thanks.");

        assertThat(call(callee, agent(responder)).outcome()).isEqualTo(Outcome.ANSWERED);

        assertThat(probe.transcript()).containsSequence("them: What time is it?", "us: It is noon.");
        assertThat(sound().heard("noon").from())
                .isGreaterThan(sound().said().get(1).to());
    }

    @Test
    void neverSpeaksAnAnswerThatWasInterruptedThoughItsVoiceIsLate() {
        voice.latency(Duration.ofMillis(600)).realTimeFactor(0.9);

        call(hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")), agent(answers(STORY)));

        assertThat(sound().heard("dragon").words()).doesNotContain("cave");
        assertThat(sound().heard()).noneMatch(stretch -> stretch.words().contains("world"));
    }

    private Duration resumedAfter(String words) {
        return sound().heard("world.").from().minus(sound().said(words).to());
    }

    private static Callee hearingAStory(Reaction reaction) {
        return Callee.answers().says("Tell me a story.").reacts(reaction).says("Thanks.");
    }
}
