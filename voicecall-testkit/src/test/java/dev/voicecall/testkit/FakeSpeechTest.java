package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import dev.voicecall.testkit.FakeSpeech.Word;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FakeSpeechTest {
    private static final int FRAME = 160;

    @Test
    void understandsWhatItSays() {
        String text = "How are you? Größe 42, 東京 🙂 no no no";
        assertThat(FakeSpeech.understand(FakeSpeech.say(text))).isEqualTo(text);
        assertThat(FakeSpeech.words(FakeSpeech.say(text))).allMatch(Word::complete);
    }

    @Test
    void survivesTheWayFrom24KilohertzToTheTelephone() {
        String text = "How are you? Größe 42, 東京 🙂 no no no, extraordinary circumstances";
        AudioConverter toLine = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
        byte[] sound = FakeSpeech.sayAt24Kilohertz(text);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(toLine.convert(sound, 0, sound.length));
        line.writeBytes(toLine.flush());
        assertThat(line.size()).isEqualTo(FakeSpeech.say(text).length);
        assertThat(FakeSpeech.understand(line.toByteArray())).isEqualTo(text);
        assertThat(FakeSpeech.words(line.toByteArray())).allMatch(Word::complete);
    }

    @Test
    void saysNothingWithoutWords() {
        assertThat(FakeSpeech.say(" \n ")).isEmpty();
        assertThat(FakeSpeech.understand(new byte[1_000])).isEmpty();
    }

    @Test
    void speaksAboutAsFastAsAPerson() {
        int millis = FakeSpeech.say("The quick brown fox jumps over the lazy dog").length / 8;
        assertThat(millis).isBetween(2_500, 3_000);
        assertThat(FakeSpeech.say("I").length).isEqualTo(6 * FRAME);
    }

    @Test
    void saysALongWordAsSeveral() {
        List<Word> words = FakeSpeech.words(FakeSpeech.say("é".repeat(100)));
        assertThat(words)
                .extracting(Word::text)
                .containsExactly("é".repeat(30), "é".repeat(30), "é".repeat(30), "é".repeat(10));
    }

    @Test
    void isLoudAndNeverSilentWithinAWord() {
        for (byte code : FakeSpeech.say("Extraordinary")) {
            assertThat(Math.abs(G711.decodeMulaw(code))).isGreaterThan((short) 4_000);
        }
    }

    @Test
    void survivesLinearSamples() {
        byte[] sound = FakeSpeech.say("Bit by bit");
        short[] linear = new short[sound.length];
        G711.decodeMulaw(sound, 0, sound.length, linear, 0);
        byte[] again = new byte[sound.length];
        G711.encodeMulaw(linear, 0, linear.length, again, 0);
        assertThat(again).isEqualTo(sound);
    }

    @Test
    void understandsPiecesWhereverTheyAreCut() {
        Seeds.upTo(200).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] sound = FakeSpeech.say("one two three four five");
            FakeSpeechEar ear = new FakeSpeechEar();
            ear.hear(new byte[random.nextInt(300)]);
            for (int at = 0; at < sound.length; ) {
                int end = Math.min(sound.length, at + 1 + random.nextInt(400));
                ear.hear(Arrays.copyOfRange(sound, at, end));
                at = end;
            }
            assertThat(ear.text()).isEqualTo("one two three four five");
            assertThat(ear.words()).allMatch(Word::complete);
        });
    }

    @Test
    void tellsHowMuchOfAWordWasHeard() {
        byte[] sound = FakeSpeech.say("extraordinary");
        int frames = sound.length / FRAME;
        assertThat(FakeSpeech.words(Arrays.copyOf(sound, 5 * FRAME + 7)))
                .containsExactly(new Word("extraordinary", 5, frames, 0));
        assertThat(FakeSpeech.understand(Arrays.copyOf(sound, 5 * FRAME))).isEmpty();
        assertThat(FakeSpeech.understand(Arrays.copyOf(sound, sound.length / 2 + FRAME)))
                .isEqualTo("extraordinary");
    }

    @Test
    void understandsAWordWithLostAndRepeatedFrames() {
        byte[] sound = FakeSpeech.say("wonderful");
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 0; i < sound.length / FRAME; i++) {
            int times = i == 3 ? 0 : i == 6 ? 2 : 1;
            for (int t = 0; t < times; t++) {
                line.write(sound, i * FRAME, FRAME);
            }
        }
        int frames = sound.length / FRAME;
        assertThat(FakeSpeech.words(line.toByteArray())).containsExactly(new Word("wonderful", frames - 1, frames, 1));
    }

    @Test
    void hearsAWordTwiceIfItIsPlayedTwice() {
        byte[] sound = FakeSpeech.say("again");
        byte[] twice = Arrays.copyOf(sound, 2 * sound.length);
        System.arraycopy(sound, 0, twice, sound.length, sound.length);
        assertThat(FakeSpeech.understand(twice)).isEqualTo("again again");
    }

    @Test
    void makesNoWordsOfNoise() {
        Seeds.upTo(50).check(seed -> {
            byte[] noise = new byte[16_000];
            new SplittableRandom(seed).nextBytes(noise);
            assertThat(FakeSpeech.words(noise)).isEmpty();
        });
    }
}
