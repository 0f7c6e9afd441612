package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HallucinationsTest {
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

    private final Hallucinations hallucinations = new Hallucinations();

    private boolean isMadeUp(String text, int loudMillis) {
        return isMadeUp(new Transcript(text, UNKNOWN, UNKNOWN), loudMillis);
    }

    private boolean isMadeUp(Transcript transcript, int loudMillis, String... hints) {
        return hallucinations.isMadeUp(transcript, new Loudness(Duration.ofMillis(loudMillis)), List.of(hints));
    }

    private static Transcript sure(String text, double confidence) {
        return new Transcript(text, OptionalDouble.of(confidence), UNKNOWN);
    }

    @Test
    void aThankYouThatWasSpokenGetsThrough() {
        assertThat(isMadeUp("Thank you.", 380)).isFalse();
        assertThat(isMadeUp(sure("Thank you.", 0.95), 380)).isFalse();
        assertThat(isMadeUp("Danke!", 240)).isFalse();
        assertThat(isMadeUp("Bye.", 160)).isFalse();
    }

    @Test
    void aThankYouOutOfAClickDoesNot() {
        assertThat(isMadeUp("Thank you.", 120)).isTrue();
        assertThat(isMadeUp("Vielen Dank.", 200)).isTrue();
        assertThat(isMadeUp("Bye.", 100)).isTrue();
        assertThat(isMadeUp("ありがとうございました", 200)).isTrue();
    }

    @Test
    void norDoesOneOfWhichTheModelIsNotSure() {
        assertThat(isMadeUp(sure("Thank you.", 0.3), 800)).isTrue();
        assertThat(isMadeUp(new Transcript("Thank you.", OptionalDouble.of(0.9), OptionalDouble.of(0.7)), 800))
                .isTrue();
    }

    @Test
    void otherWordsAreBelievedHoweverShort() {
        assertThat(isMadeUp("Yes.", 80)).isFalse();
        assertThat(isMadeUp(sure("Four thirty, thank you.", 0.3), 100)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks for watching!",
                "Thank you for watching, and see you next time.",
                "Don't forget to like and subscribe!",
                "Subtitles by the Amara.org community",
                "Untertitel im Auftrag des ZDF für funk, 2017",
                "Untertitelung des ZDF, 2020",
                "Sous-titres réalisés para la communauté d'Amara.org",
                "Merci d'avoir regardé cette vidéo !",
                "Субтитры сделал DimaTorzok",
                "ご視聴ありがとうございました",
                "字幕由Amara.org社区提供",
                "MBC 뉴스 이덕영입니다."
            })
    void theEndsOfVideosAreNeverBelieved(String text) {
        assertThat(isMadeUp(sure(text, 0.99), 3_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The subtitles don't work.",
                "Untertitel fehlen auf meinem Fernseher.",
                "Thanks for watching my dog.",
                "Das war der Monteur.",
                "You said Tuesday."
            })
    void whatOnlyLooksLikeThemIs(String text) {
        assertThat(isMadeUp(text, 1_000)).isFalse();
    }

    @Test
    void theHintsComeBackAsAnEcho() {
        Transcript echo = new Transcript("Aspirin, ibuprofen", UNKNOWN, UNKNOWN);
        assertThat(isMadeUp(echo, 900, "aspirin", "ibuprofen")).isTrue();
        assertThat(isMadeUp(new Transcript("Aspirin.", UNKNOWN, UNKNOWN), 900, "aspirin"))
                .isFalse();
        assertThat(isMadeUp(new Transcript("Aspirin.", UNKNOWN, UNKNOWN), 900, "aspirin", "ibuprofen"))
                .isFalse();
    }

    @Test
    void whisperKnowsWhenNobodySpoke() {
        assertThat(isMadeUp(new Transcript("La la la", OptionalDouble.of(0.2), OptionalDouble.of(0.8)), 900))
                .isTrue();
        assertThat(isMadeUp(new Transcript("La la la", OptionalDouble.of(0.8), OptionalDouble.of(0.8)), 900))
                .isFalse();
        assertThat(isMadeUp(new Transcript("La la la", OptionalDouble.of(0.2), OptionalDouble.of(0.1)), 900))
                .isFalse();
    }

    @Test
    void howSureAModelIsStandsInItsAnswer() {
        assertThat(Transcript.of(Json.read("{\"text\":\" Hi. \",\"logprobs\":[{\"logprob\":0},{\"logprob\":-2}]}")))
                .isEqualTo(new Transcript("Hi.", OptionalDouble.of(Math.exp(-1)), UNKNOWN));
        assertThat(Transcript.of(
                        Json.read("{\"text\":\"Hi.\",\"segments\":[{\"avg_logprob\":-1,\"no_speech_prob\":0.5},"
                                + "{\"avg_logprob\":-1,\"no_speech_prob\":0.7},{\"avg_logprob\":null}]}")))
                .isEqualTo(new Transcript("Hi.", OptionalDouble.of(Math.exp(-1)), OptionalDouble.of(0.6)));
        assertThat(Transcript.of(Json.read("{\"text\":\"Hi.\",\"logprobs\":null}")))
                .isEqualTo(new Transcript("Hi.", UNKNOWN, UNKNOWN));
    }

    @Test
    void loudIsWhatStandsOut() {
        assertThat(Loudness.of(new byte[16_000]).loud()).isZero();
        assertThat(Loudness.of(tone(0, 20_000, 10)).loud()).isEqualTo(Duration.ofMillis(200));
        assertThat(Loudness.of(tone(100, 100, 10)).loud()).isZero();
        assertThat(Loudness.of(tone(300, 20_000, 10)).loud()).isEqualTo(Duration.ofMillis(200));
        assertThat(Loudness.of(tone(5_000, 20_000, 10)).loud()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void aClickDoesNotHideWhatIsSaid() {
        byte[] quiet = tone(600, 600, 10);
        byte[] click = tone(30_000, 30_000, 1);
        System.arraycopy(click, 0, quiet, 0, click.length);

        assertThat(Loudness.of(quiet).loud()).isEqualTo(Duration.ofMillis(400));
    }

    /** So many frames of the first amplitude, and as many of the second. */
    private static byte[] tone(int first, int second, int frames) {
        byte[] pcm = new byte[2 * 2 * 160 * frames];
        for (int i = 0; i < pcm.length / 2; i++) {
            int amplitude = i < pcm.length / 4 ? first : second;
            int sample = (int) (amplitude * Math.sin(i * 0.5));
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
        return pcm;
    }

    static byte[] loud(int millis) {
        return tone(8_000, 8_000, millis / 40);
    }
}
