package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an agent says into silence, and how it ends a conversation of its own accord. */
class AgentSilenceTest extends AgentBench {
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** What a mark's echo, or the next frame, may take. */
    private static final Duration FRAMES = Duration.ofMillis(40);

    @Test
    void asksIntoSilenceThenSaysGoodbye() {
        CallResult<Void> result =
                call(Callee.answers(), agent(answers()).idlePrompts(IDLE, "Are you there?", "Can you hear me?"));

        assertThat(result.outcome()).isEqualTo(Outcome.NO_INPUT);
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Are you there?", "Can you hear me?", "Goodbye.");
    }

    @Test
    void countsSilenceFromTheEndOfWhatWasPlayed() {
        call(Callee.answers(), agent(answers()).greeting(STORY).idlePrompts(IDLE, "Are you there?"));

        Duration pause =
                sound().heard("Are").from().minus(sound().heard("world.").to());
        assertThat(pause).isBetween(IDLE, IDLE.plus(FRAMES));
    }

    @Test
    void saysGoodbyeAtOnceWithoutPrompts() {
        CallResult<Void> result = call(Callee.answers(), agent(answers()).idlePrompts(IDLE));

        assertThat(result.outcome()).isEqualTo(Outcome.NO_INPUT);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "Goodbye.");
    }

    @Test
    void hasBeenAConversationIfThereWereWords() {
        CallResult<Void> result = call(
                Callee.answers().says("What time is it?"),
                agent(conversation -> "It is noon.").idlePrompts(IDLE, "Anything else?"));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "It is noon.", "Anything else?", "Goodbye.");
    }

    @Test
    void beginsAnewWithItsPromptsAfterAnAnswer() {
        call(
                Callee.answers().staysSilent().says("What time is it?"),
                agent(conversation -> "It is noon.").idlePrompts(IDLE, "Are you there?"));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Are you there?", "It is noon.", "Are you there?", "Goodbye.");
    }

    @Test
    void doesNotSpeakIntoTheCallersWords() {
        Reaction late =
                Reaction.speak("I was thinking about what I wanted to ask you").after(IDLE.minusMillis(500));

        call(Callee.answers().reacts(late), agent(answers("Yes?")).idlePrompts(IDLE, "Are you there?"));

        Stretch words = sound().said("thinking");
        assertThat(sound().heard())
                .noneMatch(heard ->
                        heard.from().compareTo(words.from()) > 0 && heard.from().compareTo(words.to()) < 0);
        assertThat(probe.transcript()).startsWith("us: Hello there.", "them: " + words.words(), "us: Yes?");
    }

    @Test
    void doesNotSpeakIntoWordsThatBeganDuringItsOwn() {
        String words = "I was thinking about what I wanted to ask you and now I have forgotten all of it again";
        Callee callee = Callee.answers()
                .reacts(Reaction.speak(words).interruptingAtWord("help"))
                .says("Thanks.");

        call(
                callee,
                agent(answers("Never mind."))
                        .greeting("How can I help you?")
                        .interruptible(false)
                        .idlePrompts(Duration.ofSeconds(2), "Are you there?"));

        assertThat(sound().heard()).extracting(Stretch::words).startsWith("How can I help you?", "Never mind.");
    }

    @Test
    void keepsTheCallWhenTheCallerSpeaksIntoItsFarewell() {
        Callee callee = Callee.answers()
                .staysSilent()
                .reacts(Reaction.speak("Wait, I am here.").interruptingAtWord("have"))
                .says("Thanks.");

        CallResult<Void> result = call(
                callee,
                agent(answers("Good."))
                        .idlePrompts(IDLE)
                        .greeting("Hello.")
                        .farewell("I hear nothing, so I wish you have a very nice day. Goodbye."));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(probe.transcript())
                .containsSubsequence("them: Wait, I am here.", "us: Good.", "them: Thanks.", "us: Goodbye.");
    }

    @Test
    void saysGoodbyeAtItsMaximumDurationWhateverIsSaid() {
        Callee callee = Callee.answers()
                .says("Tell me a story.")
                .reacts(Reaction.speak("Go on please I like it").interruptingAtWord("over."))
                .otherwise(question -> Reaction.speak("Go on please I like it"));

        CallResult<Void> result = call(
                callee,
                agent(conversation -> STORY)
                        .maxDuration(Duration.ofSeconds(6))
                        .farewell("Our time is over. Thank you for calling us today. Goodbye."));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(sound().heard("over.").words())
                .endsWith("Our time is over. Thank you for calling us today. Goodbye.");
        assertThat(result.duration()).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void forgetsKeysThatWerePressedBeforeItsTimeWasOver() {
        Callee callee = Callee.answers().reacts(Reaction.press("12").after(Duration.ofMillis(2_000)));

        CallResult<Void> result = call(
                callee,
                agent(conversation -> "Thank you.")
                        .maxDuration(Duration.ofSeconds(4))
                        .farewell("Our time is over. Goodbye."));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(carrier.lastCall().heard())
                .endsWith("Our time is over. Goodbye.")
                .doesNotContain("Thank you.");
    }

    @Test
    void hangsUpAfterTheAnswerToAGoodbye() {
        CallResult<Void> result =
                call(Callee.answers().says("Thank you, goodbye."), agent(conversation -> "Have a nice day!"));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "Have a nice day!");
    }

    @Test
    void doesNotHangUpAfterAGoodbyeIfToldSo() {
        call(
                Callee.answers().says("Thank you, goodbye.").says("Tell me more."),
                agent(answers("Bye.", "More.")).endOnGoodbye(false));

        assertThat(carrier.lastCall().heard()).contains("More.");
    }

    @Test
    void hangsUpOnlyWhenItsLastWordsWereHeard() {
        CallResult<Void> result = call(
                Callee.answers().says("Tell me a story."), agent(new ScriptedResponder(time, STORY).endsCallAt(1)));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(sound().heard("dragon").words()).isEqualTo(STORY);
    }
}
