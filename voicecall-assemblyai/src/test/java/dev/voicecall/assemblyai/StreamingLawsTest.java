package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.Seeds;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.assemblyai.SimulatedStream;
import dev.voicecall.testkit.assemblyai.SimulatedStreaming;
import dev.voicecall.testkit.assemblyai.StreamingBehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever comes between, each utterance becomes its own words, once and in its order. */
class StreamingLawsTest {
    private static final List<String> WORDS =
            List.of("yes", "no", "one", "two", "three", "monday", "tuesday", "morning", "please", "thanks");

    @Test
    void eachUtteranceBecomesItsWords() {
        Seeds.upTo(25).check(seed -> converse(new SplittableRandom(seed)));
    }

    private static void converse(SplittableRandom random) {
        VirtualScheduler time = new VirtualScheduler();
        Heard heard = new Heard(new ArrayList<>());
        List<String> said = new ArrayList<>();
        SimulatedStreaming server = new SimulatedStreaming(time, behaviour(random));
        try (Transcription transcription = AssemblyAi.builder(SimulatedStreaming.KEY)
                .webSocketClient(server)
                .build()
                .speechToText()
                .open(new SpeechToText.Request("en", List.of(), time), heard)) {
            for (int i = 0; i < 8; i++) {
                String words = words(random);
                said.add(words);
                boolean cut = speak(transcription, words, time, server, random);
                time.advance(Duration.ofMillis(random.nextInt(3_000) + (cut ? 6_000 : 0)));
            }
            time.advance(Duration.ofSeconds(60));
        }
        time.close();
        assertThat(heard.finals()).isEqualTo(said);
        assertThat(server.sessions()).allMatch(session -> session.closeCode() == 0 || session.closeCode() == 1_000);
    }

    private static StreamingBehaviour behaviour(SplittableRandom random) {
        StreamingBehaviour usual = StreamingBehaviour.usual().withLatency(Duration.ofMillis(random.nextInt(600)));
        StreamingBehaviour finals = random.nextBoolean() ? usual.withTwoFinals() : usual;
        return random.nextBoolean() ? finals.answeringSilence() : finals;
    }

    private static String words(SplittableRandom random) {
        return String.join(
                " ",
                IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                        .toList());
    }

    /** A quarter of the utterances lose their session in the middle; nobody could tell what is lost twice. */
    private static boolean speak(
            Transcription transcription,
            String words,
            VirtualScheduler time,
            SimulatedStreaming server,
            SplittableRandom random) {
        byte[] sound = FakeSpeech.say(words);
        int piece = 160 * (1 + random.nextInt(20));
        int cut = random.nextInt(4) == 0 ? random.nextInt(sound.length) : -1;
        for (int from = 0; from < sound.length; from += piece) {
            List<SimulatedStream> sessions = server.sessions();
            if (cut >= from && cut < from + piece && !sessions.isEmpty()) {
                sessions.get(sessions.size() - 1).cut();
            }
            byte[] part = Arrays.copyOfRange(sound, from, Math.min(sound.length, from + piece));
            transcription.audio(part);
            time.advance(Duration.ofMillis(part.length / 8));
        }
        transcription.endUtterance();
        return cut >= 0;
    }

    private record Heard(List<String> finals) implements SpeechToText.Listener {
        @Override
        public void onInterim(String words) {}

        @Override
        public void onFinal(Words words) {
            finals.add(words.text().toLowerCase(Locale.ROOT).replace(".", ""));
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            finals.add(failure.toString());
        }
    }
}
