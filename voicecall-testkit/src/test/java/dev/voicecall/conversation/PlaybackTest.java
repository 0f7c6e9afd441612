package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.HeardText;
import dev.voicecall.HeardText.Certainty;
import dev.voicecall.conversation.Ledger.Passage;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One reply on a line, on virtual time. */
class PlaybackTest {
    private static final int SECOND = 8_000;
    private static final String TEN_WORDS = "alpha bravo cocoa delta emery foxes golfs hotel india julia";

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> heard = new ArrayList<>();
    private final Line line = new Line(time, heard::add);
    private final RecordedLine carrier = new RecordedLine(time, line);

    @AfterEach
    void close() {
        time.close();
    }

    private Playback playback() {
        return new Playback(line, time, time.executor());
    }

    /** Ten words of half a second each, complete. */
    private Playback tenWords() {
        Playback playback = playback();
        playback.begin(TEN_WORDS, true);
        playback.add(sound(5 * SECOND));
        playback.endText();
        playback.end();
        return playback;
    }

    /** A sound of which each 20 ms are different. */
    private static byte[] sound(int length) {
        byte[] sound = new byte[length];
        for (int i = 0; i < length; i++) {
            sound[i] = (byte) (i / Playback.FRAME);
        }
        return sound;
    }

    @Test
    void keepsTheCarrierAheadButNeverBySoMuchAsASecondAndAHalf() {
        line.open(carrier);
        Playback playback = tenWords();

        carrier.play(Duration.ofSeconds(6));

        assertThat(carrier.mostQueued()).isBetween(SECOND + 0L, SECOND * 3 / 2L);
        assertThat(carrier.sound()).isEqualTo(sound(5 * SECOND));
        assertThat(playback.over().join())
                .isEqualTo(new HeardText(TEN_WORDS, "", Duration.ofSeconds(5), true, Certainty.MARKS));
        assertThat(time.pendingEvents()).isZero();
    }

    @Test
    void tellsWhatHasBeenHeardSoFarAFewTimesASecond() {
        line.open(carrier);
        tenWords();

        carrier.play(Duration.ofSeconds(3));
        assertThat(heard)
                .hasSizeBetween(5, 6)
                .allSatisfy(words -> assertThat(TEN_WORDS).startsWith(words))
                .isSortedAccordingTo(Comparator.comparing(String::length))
                .doesNotHaveDuplicates();

        carrier.play(Duration.ofSeconds(3));
        assertThat(heard).hasSize(10).endsWith(TEN_WORDS);
    }

    @Test
    void sendsWholeFramesAndFillsTheLastWithSilence() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin("one", true);
        for (int i = 0; i < 10; i++) {
            playback.add(new byte[333]);
        }
        playback.endText();
        playback.end();

        carrier.play(Duration.ofSeconds(1));

        assertThat(carrier.pieces())
                .allSatisfy(length -> assertThat(length % Playback.FRAME).isZero());
        byte[] expected = new byte[3_360];
        Arrays.fill(expected, 3_330, 3_360, (byte) 0xFF);
        assertThat(carrier.sound()).isEqualTo(expected);
        assertThat(playback.over()).isCompleted();
    }

    @Test
    void marksEvery100MillisecondsAndNeverByTheSameName() {
        line.open(carrier);
        tenWords();
        carrier.play(Duration.ofSeconds(6));
        tenWords();
        carrier.play(Duration.ofSeconds(6));

        assertThat(carrier.pieces()).allSatisfy(length -> assertThat(length).isBetween(1, 800));
        assertThat(carrier.marks()).hasSize(carrier.pieces().size());
        assertThat(new HashSet<>(carrier.marks())).hasSize(carrier.marks().size());
    }

    @Test
    void marksEvery100MillisecondsOfWhatComesFrameByFrameAndWhereItStops() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin(TEN_WORDS, true);
        for (int i = 0; i < 53; i++) {
            playback.add(new byte[Playback.FRAME]);
            carrier.play(Duration.ofMillis(20));
        }
        assertThat(carrier.marks()).as("while it comes").hasSize(10);

        carrier.play(Duration.ofMillis(200));
        assertThat(carrier.marks()).as("when nothing more comes").hasSize(11);
        assertThat(playback.unheard()).isZero();

        playback.endText();
        playback.end();
        assertThat(carrier.marks()).as("when that was all").hasSize(11);
        carrier.play(Duration.ofMillis(20));
        assertThat(playback.over()).isCompleted();
    }

    @Test
    void letsTheWriterWaitWhenTwoSecondsWait() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin(TEN_WORDS, true);

        CompletionStage<Void> some = playback.add(sound(3 * SECOND));
        CompletionStage<Void> tooMuch = playback.add(sound(SECOND));
        assertThat(some.toCompletableFuture()).isCompleted();
        assertThat(tooMuch.toCompletableFuture()).isNotCompleted();

        carrier.play(Duration.ofSeconds(1));
        assertThat(tooMuch.toCompletableFuture()).isCompleted();
    }

    @Test
    void letsNobodyWaitForRoomAfterItWasStopped() {
        Playback playback = playback();
        playback.begin(TEN_WORDS, true);
        CompletionStage<Void> tooMuch = playback.add(sound(3 * SECOND));
        assertThat(tooMuch.toCompletableFuture()).isNotCompleted();

        HeardText heard = playback.stop();

        assertThat(tooMuch.toCompletableFuture()).isCompleted();
        assertThat(playback.add(sound(SECOND)).toCompletableFuture()).isCompleted();
        assertThat(heard).isEqualTo(new HeardText("", TEN_WORDS, Duration.ZERO, false, Certainty.MARKS));
        assertThat(carrier.clears()).isZero();
    }

    @Test
    void silencesTheLineAndGoesOnWithTheWordThatWasCut() {
        line.open(carrier);
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(1_600)); // 100 ms of the fourth word
        playback.pause();
        int sent = carrier.sound().length;
        assertThat(playback.isAudible()).isFalse();
        carrier.play(Duration.ofSeconds(1));
        assertThat(carrier.sound()).hasSize(sent);
        assertThat(carrier.clears()).isEqualTo(1);

        playback.resume();
        carrier.play(Duration.ofSeconds(5));

        byte[] whole = sound(5 * SECOND);
        byte[] again = Arrays.copyOfRange(carrier.sound(), sent, carrier.sound().length);
        assertThat(again).isEqualTo(Arrays.copyOfRange(whole, 3 * SECOND / 2, whole.length));
        assertThat(playback.over().join().complete()).isTrue();
    }

    @Test
    void takesDownWhatWasHeardWhenItIsStopped() {
        line.open(carrier);
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(1_800)); // 300 ms of the fourth word

        HeardText heard = playback.stop();

        assertThat(heard.text()).isEqualTo("alpha bravo cocoa delta");
        assertThat(heard.position().toMillis()).isCloseTo(1_800, within(20L));
        assertThat(heard.complete()).isFalse();
        assertThat(heard.certainty()).isEqualTo(Certainty.MARKS);
        time.advance(Duration.ZERO); // the echoes of what was flushed
        assertThat(time.pendingEvents()).isZero();
    }

    @Test
    void believesNoEchoOfWhatWasFlushed() {
        line.open(carrier.withEchoes(2, Duration.ofMillis(50)));
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(1_000));
        playback.pause(); // the carrier echoes all marks at once, and all of them twice
        carrier.play(Duration.ofMillis(200));
        playback.resume();
        carrier.play(Duration.ofMillis(60));

        assertThat(playback.stop().position().toMillis()).isCloseTo(1_060, within(80L));
    }

    @Test
    void believesNoEchoTwice() {
        line.open(carrier.withEchoes(2, Duration.ofMillis(90)));
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(2_000));

        assertThat(playback.stop().position().toMillis()).isCloseTo(2_000, within(100L));
    }

    @Test
    void believesNoEchoOfAnotherReply() {
        line.open(carrier.withEchoes(1, Duration.ofMillis(300)));
        tenWords();
        carrier.play(Duration.ofMillis(1_000));
        Playback next = tenWords(); // in place of the first, whose echoes come during this one
        carrier.play(Duration.ofMillis(400));

        assertThat(next.stop().position().toMillis()).isCloseTo(400, within(200L));
    }

    @Test
    void playsAgainOnAnotherLineWhatABrokenOneHasLost() {
        line.open(carrier);
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(1_600));
        line.lost();
        time.advance(Duration.ofSeconds(4));
        assertThat(playback.over()).isNotCompleted();

        RecordedLine another = new RecordedLine(time, line);
        line.open(another);
        another.play(Duration.ofSeconds(5));

        byte[] whole = sound(5 * SECOND);
        assertThat(another.sound()).isEqualTo(Arrays.copyOfRange(whole, 3 * SECOND / 2, whole.length));
        assertThat(playback.over().join().complete()).isTrue();
    }

    @Test
    void goesOnBehindWhatWasConfirmedIfTheLineWasSilentBeforeItIsReplaced() {
        line.open(carrier);
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(1_600));
        time.advance(Duration.ofMillis(1_000)); // nothing is played, and nobody says so

        RecordedLine another = new RecordedLine(time, line);
        line.open(another);
        another.play(Duration.ofSeconds(5));

        byte[] whole = sound(5 * SECOND);
        assertThat(another.sound()).isEqualTo(Arrays.copyOfRange(whole, 3 * SECOND / 2, whole.length));
        assertThat(playback.over().join().complete()).isTrue();
    }

    @Test
    void waitsTwoSecondsForTheLastEcho() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin("alpha bravo", true);
        playback.add(sound(SECOND));
        playback.endText();
        playback.end();
        carrier.play(Duration.ofMillis(500));
        carrier.withoutEchoes();

        carrier.play(Duration.ofMillis(2_400));
        assertThat(playback.over()).isNotCompleted();
        carrier.play(Duration.ofMillis(200));

        assertThat(playback.over().join())
                .isEqualTo(new HeardText("alpha bravo", "", Duration.ofSeconds(1), true, Certainty.CLOCK));
    }

    @Test
    void waitsAQuarterOfASecondIfTheCarrierHasNoEchoes() {
        line.open(carrier.withoutEchoes());
        Playback playback = tenWords();

        carrier.play(Duration.ofMillis(5_200));
        assertThat(playback.over()).isNotCompleted();
        carrier.play(Duration.ofMillis(100));

        assertThat(playback.over().join().certainty()).isEqualTo(Certainty.CLOCK);
    }

    @Test
    void goesByTheClockAndSaysSoIfTheCarrierHasNoEchoes() {
        line.open(carrier.withoutEchoes());
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(2_000));

        HeardText heard = playback.stop();

        assertThat(heard.certainty()).isEqualTo(Certainty.CLOCK);
        assertThat(heard.position().toMillis()).isCloseTo(2_000, within(250L));
    }

    @Test
    void allowsForACarrierThatIsSlowToBegin() {
        line.open(carrier.withStartDelay(Duration.ofMillis(300)));
        Playback playback = tenWords();
        carrier.play(Duration.ofMillis(2_000));

        HeardText heard = playback.stop();

        assertThat(heard.position().minus(carrier.played()).abs()).isLessThanOrEqualTo(Duration.ofMillis(170));
    }

    @Test
    void isOverAtOnceIfThereIsNothingToSay() {
        line.open(carrier);
        Playback playback = playback();
        playback.end();

        assertThat(playback.over().join()).isEqualTo(new HeardText("", "", Duration.ZERO, true, Certainty.MARKS));
        assertThat(carrier.sound()).isEmpty();
        assertThat(time.pendingEvents()).isZero();
    }

    @Test
    void keepsWhatASlowVoiceSaysTogether() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin(TEN_WORDS, true);
        playback.add(sound(2 * Playback.FRAME));
        assertThat(carrier.sound()).isEmpty();
        playback.add(sound(Playback.FRAME));
        assertThat(carrier.sound()).hasSize(3 * Playback.FRAME);

        carrier.play(Duration.ofMillis(500)); // the voice has fallen behind
        playback.add(sound(SECOND));
        playback.endText();
        playback.end();
        carrier.play(Duration.ofMillis(600));

        assertThat(playback.stop().position().toMillis()).isCloseTo(660, within(20L));
    }

    @Test
    void doesNotCountAFiller() {
        line.open(carrier);
        Playback playback = playback();
        playback.begin("one moment", false);
        playback.add(sound(SECOND));
        playback.endText();
        playback.begin(TEN_WORDS, true);
        playback.add(sound(5 * SECOND));
        playback.endText();
        playback.end();
        carrier.play(Duration.ofMillis(2_000));

        assertThat(playback.stop().text()).isEqualTo("alpha bravo");
    }

    @Test
    void goesOnAfterItWasCompleteButNotYetHeard() {
        line.open(carrier);
        Playback playback = playback();
        Passage first = say(playback, "alpha bravo", SECOND + 33);
        carrier.play(Duration.ofMillis(500));
        Passage second = say(playback, "cocoa delta", SECOND);
        carrier.play(Duration.ofSeconds(3));

        assertThat(playback.over().join().text()).isEqualTo("alpha bravo cocoa delta");
        assertThat(carrier.played()).isEqualTo(Duration.ofMillis(2_020)); // the first is filled up to whole frames
        assertThat(playback.heardOf(first).complete()).isTrue();
        assertThat(playback.heardOf(second).position()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void knowsWhatWasHeardOfEachOfItsTexts() {
        line.open(carrier);
        Playback playback = playback();
        Passage first = say(playback, "alpha bravo", SECOND + 33);
        Passage second = say(playback, "cocoa delta", SECOND);
        Passage third = say(playback, "emery foxes", SECOND);
        carrier.play(Duration.ofMillis(1_620));
        playback.stop();

        assertThat(playback.heardOf(first).text()).isEqualTo("alpha bravo");
        assertThat(playback.heardOf(first).complete()).isTrue();
        assertThat(playback.heardOf(second).text()).isEqualTo("cocoa");
        assertThat(playback.heardOf(second).position()).isBetween(Duration.ofMillis(500), Duration.ofMillis(600));
        assertThat(playback.heardOf(third).position()).isZero();
        assertThat(playback.heardOf(third).text()).isEmpty();
    }

    @Test
    void countsATextThatGrowsWhileItsSoundIsPlayed() {
        line.open(carrier);
        Playback playback = playback();
        Passage passage = playback.begin("", true);
        playback.add(sound(2 * SECOND));
        carrier.play(Duration.ofMillis(500));
        passage.append("alpha bravo ");
        passage.append("cocoa delta");
        playback.endText();
        carrier.play(Duration.ofMillis(600));

        assertThat(playback.stop().text()).isEqualTo("alpha bravo");
    }

    /** Says a text, which is all for the time being. */
    private static Passage say(Playback playback, String text, int samples) {
        Passage passage = playback.begin(text, true);
        playback.add(sound(samples));
        playback.endText();
        playback.end();
        return passage;
    }
}
