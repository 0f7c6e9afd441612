package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import dev.voicecall.testkit.FakeSpeechToSpeech.Cut;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the other side says while a model speaks. */
class SpeechToSpeechInterruptionTest extends SpeechToSpeechBench {
    private static final Duration AT_ONCE = Duration.ofMillis(150);

    @Test
    void fallsSilentWhenTheCallerSpeaks() {
        call(
                hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")),
                agent(STORY, "As you wish."));

        Stretch story = sound().heard("dragon");
        assertThat(story.to().minus(sound().said("Stop").from())).isLessThanOrEqualTo(AT_ONCE);
        assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
        assertThat(probe.interruptions()).hasSize(1);
        assertThat(probe.transcript())
                .containsSubsequence(
                        "us: Hello there.",
                        "them: Tell me a story.",
                        "us: Once upon a time there was a dragon-",
                        "them: Stop it please.",
                        "us: As you wish.");
    }

    @Test
    void tellsTheModelHowMuchWasHeard() {
        call(hearingAStory(Reaction.speak("Stop it please.").interruptingAtWord("dragon")), agent(STORY));

        assertThat(model.cuts()).hasSize(1);
        Cut cut = model.cuts().get(0);
        Duration played = sound().heard("dragon").length();
        assertThat(cut.text()).isEqualTo(STORY);
        assertThat(cut.heard().toMillis()).isCloseTo(played.toMillis(), within(100L));
        assertThat(cut.heard()).isLessThan(cut.delivered());
    }

    @Test
    void fallsSilentThoughTheModelHasLongFinished() {
        model.speed(50);
        Reaction stop = Reaction.speak("Stop it please.").interruptingAfter(Duration.ofMillis(400));

        call(hearingAStory(stop), agent("Once upon a time."));

        assertThat(sound().heard("Once").to().minus(sound().said("Stop").from()))
                .isLessThanOrEqualTo(AT_ONCE);
        assertThat(model.cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.text()).isEqualTo("Once upon a time.");
            assertThat(cut.heard()).isBetween(Duration.ofMillis(300), Duration.ofMillis(600));
        });
    }

    @Test
    void tellsTheModelOfEachItemThatWasQueuedBehindTheOneThatWasPlayed() {
        model.speed(50);
        Reaction stop = Reaction.speak("Stop it please.").interruptingAtWord("dragon");

        call(hearingAStory(stop), agent(Answer.say("Listen.", STORY, "The end.", "Did you like it?")));

        assertThat(model.cuts()).extracting(Cut::text).containsExactly(STORY, "The end.", "Did you like it?");
        assertThat(model.cuts()).extracting(Cut::heard).endsWith(Duration.ZERO, Duration.ZERO);
        assertThat(probe.transcript()).containsSubsequence("us: Listen.", "us: Once upon a time there was a dragon-");
        assertThat(probe.transcript()).noneMatch(line -> line.contains("end") || line.contains("like"));
    }

    @Test
    void playsNothingOfACutItemThatIsDeliveredLate() {
        model.latePieces(10).speed(1.5);
        Reaction stop = Reaction.speak("Stop it please.").interruptingAtWord("dragon");

        call(hearingAStory(stop), agent(STORY, "As you wish."));

        assertThat(sound().heard("dragon").words()).doesNotContain("cave");
        assertThat(carrier.lastCall().heard()).contains("As you wish.");
        assertThat(sound().heard()).noneMatch(stretch -> stretch.words().contains("world"));
        assertThat(probe.transcript()).noneMatch(line -> line.contains("world"));
    }

    @Test
    void isNotInterruptedByWordsThatComeWhenAllWasHeard() {
        call(Callee.answers().says("What time is it?").says("Thanks."), agent("It is noon.", "You are welcome."));

        assertThat(model.cuts()).isEmpty();
        assertThat(probe.interruptions()).isEmpty();
    }

    @Test
    void isSilentWhileTheOtherSidePressesKeysThoughTheModelBeginsToSpeak() {
        model.latency(Duration.ofSeconds(2));

        call(Callee.answers().presses("1#2"), agent("You pressed one.", "You pressed two."));

        assertThat(model.cuts()).singleElement().satisfies(cut -> {
            assertThat(cut.text()).isEqualTo("You pressed one.");
            assertThat(cut.heard()).isZero();
        });
        assertThat(carrier.lastCall().heard()).startsWith("Hello there.", "You pressed two.");
        assertThat(probe.transcript()).noneMatch(line -> line.contains("pressed one"));
    }

    @Test
    void isInterruptedByTheHost() {
        carrier.callee(NUMBER, Callee.answers().says("Tell me a story.").says("And the knight?"));
        CompletableFuture<CallResult<Void>> result =
                calls.callAsync(NUMBER, agent(STORY, "He slept.").build());
        time.advance(Duration.ofSeconds(9));

        CompletableFuture<Boolean> interrupted =
                calls.live("call-1").orElseThrow().interrupt();
        CompletableFuture<Boolean> again = calls.live("call-1").orElseThrow().interrupt();
        time.runToEnd();

        assertThat(interrupted.join()).isTrue();
        assertThat(again.join()).isFalse();
        assertThat(model.cuts()).extracting(Cut::text).containsExactly(STORY);
        assertThat(probe.transcript())
                .element(2)
                .asString()
                .startsWith("us: Once upon")
                .endsWith("-");
        assertThat(probe.transcript()).containsSubsequence("them: And the knight?", "us: He slept.");
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    private static Callee hearingAStory(Reaction reaction) {
        return Callee.answers().says("Tell me a story.").reacts(reaction);
    }
}
