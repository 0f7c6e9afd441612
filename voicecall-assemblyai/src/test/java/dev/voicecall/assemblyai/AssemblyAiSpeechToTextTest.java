package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.SpeechToTextContract;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.assemblyai.SimulatedStream;
import dev.voicecall.testkit.assemblyai.SimulatedStreaming;
import dev.voicecall.testkit.assemblyai.StreamingBehaviour;
import dev.voicecall.testkit.assemblyai.StreamingBehaviour.Close;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hearing by streaming sessions, in virtual time. */
class AssemblyAiSpeechToTextTest {
    private static final StreamingBehaviour USUAL = StreamingBehaviour.usual();

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        time.close();
    }

    @Nested
    class WithOneFinal extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return new Simulated(USUAL);
        }
    }

    @Nested
    class WithTwoFinalsAndAnswersToSilence extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return new Simulated(USUAL.withTwoFinals().answeringSilence());
        }
    }

    private static final class Simulated implements SpeechToTextContract.Bench {
        private final VirtualScheduler time = new VirtualScheduler();
        private final AssemblyAi assemblyAi;

        Simulated(StreamingBehaviour behaviour) {
            this.assemblyAi = AssemblyAi.builder(SimulatedStreaming.KEY)
                    .webSocketClient(new SimulatedStreaming(time, behaviour))
                    .build();
        }

        @Override
        public SpeechToText speechToText() {
            return assemblyAi.speechToText();
        }

        @Override
        public Scheduler scheduler() {
            return time;
        }

        @Override
        public byte[] say(String words) {
            return FakeSpeech.say(words);
        }

        @Override
        public void close() {
            time.close();
        }
    }

    private SimulatedStreaming server(StreamingBehaviour behaviour) {
        return new SimulatedStreaming(time, behaviour);
    }

    private Transcription open(WebSocketClient server) {
        return open(server, SimulatedStreaming.KEY, List.of());
    }

    private Transcription open(WebSocketClient server, String key, List<String> hints) {
        return AssemblyAi.builder(key)
                .webSocketClient(server)
                .build()
                .speechToText()
                .open(new SpeechToText.Request("en-US", hints, time), new SpeechToText.Listener() {
                    @Override
                    public void onInterim(String words) {
                        heard.add(words + "…");
                    }

                    @Override
                    public void onFinal(Words words) {
                        heard.add(words.text());
                    }

                    @Override
                    public void onFailure(VoiceCallException failure) {
                        heard.add("failed: " + failure.getMessage());
                    }
                });
    }

    /** As it is spoken, 20 ms at a time. */
    private void speak(Transcription transcription, byte[] sound) {
        for (int from = 0; from < sound.length; from += 160) {
            transcription.audio(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + 160)));
            time.advance(Duration.ofMillis(20));
        }
    }

    private void utter(Transcription transcription, String words) {
        speak(transcription, FakeSpeech.say(words));
        transcription.endUtterance();
        time.advance(Duration.ofSeconds(3));
    }

    private static byte[] noise(int millis) {
        byte[] noise = new byte[8 * millis];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i / 4 % 2 == 0 ? 0x20 : 0xA0);
        }
        return noise;
    }

    private List<String> finals() {
        return heard.stream().filter(words -> !words.endsWith("…")).toList();
    }

    @Test
    void tellsWordsWhileTheyAreSaid() {
        try (Transcription transcription = open(server(USUAL))) {
            time.advance(Duration.ofSeconds(1));
            utter(transcription, "one two three");
            utter(transcription, "four");
        }
        assertThat(heard).containsExactly("one…", "one two…", "one two three…", "One two three.", "four…", "Four.");
    }

    @Test
    void joinsFramesAndIsNeverFasterThanSpeech() {
        SimulatedStreaming server = server(USUAL);
        try (Transcription transcription = open(server)) {
            time.advance(Duration.ofSeconds(5));
            byte[] long1 = FakeSpeech.say("one two three four five six seven eight nine ten");
            transcription.audio(long1);
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(10));
            assertThat(server.sessions().get(0).chunks()).isEqualTo((long1.length + 799) / 800);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(server.sessions()).hasSize(1);
        assertThat(server.sessions().get(0).closeCode()).isEqualTo(1_000);
        assertThat(finals()).containsExactly("One two three four five six seven eight nine ten.");
    }

    @Test
    void takesATurnThatComesTwiceForOne() {
        try (Transcription transcription = open(server(USUAL.withTwoFinals()))) {
            utter(transcription, "one two");
            utter(transcription, "three");
        }
        assertThat(finals()).containsExactly("one two", "three");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noiseIsNothing(boolean answersSilence) {
        try (Transcription transcription = open(server(answersSilence ? USUAL.answeringSilence() : USUAL))) {
            time.advance(Duration.ofSeconds(1));
            for (int i = 0; i < 10; i++) {
                speak(transcription, noise(600));
                transcription.endUtterance();
                time.advance(Duration.ofMillis(answersSilence ? 500 : 2_500));
                assertThat(finals()).hasSize(i + 1);
            }
            utter(transcription, "one two");
        }
        assertThat(finals()).hasSize(11).endsWith("One two.").startsWith("", "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTurnThatTheServerEndsByItselfIsNeitherLostNorDoubled(boolean twoFinals) {
        try (Transcription transcription = open(server(twoFinals ? USUAL.withTwoFinals() : USUAL))) {
            time.advance(Duration.ofSeconds(1));
            speak(transcription, FakeSpeech.say("one two"));
            byte[] silence = new byte[8 * 6_000];
            Arrays.fill(silence, FakeSpeech.SILENCE);
            speak(transcription, silence);
            speak(transcription, FakeSpeech.say("three"));
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(3));
            speak(transcription, FakeSpeech.say("four"));
            speak(transcription, silence);
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(finals())
                .containsExactly(twoFinals ? "one two three" : "One two. Three.", twoFinals ? "four" : "Four.");
    }

    @Test
    void anotherSessionHearsWhatTheLastOneTookWithIt() {
        SimulatedStreaming server = server(USUAL);
        try (Transcription transcription = open(server)) {
            utter(transcription, "one");
            speak(transcription, FakeSpeech.say("two three"));
            server.sessions().get(0).cut();
            speak(transcription, FakeSpeech.say("four"));
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(6));
        }
        assertThat(server.sessions()).hasSize(2);
        assertThat(finals()).containsExactly("One.", "Two three four.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3_005, 3_007, 3_008, 1_011})
    void aSessionThatIsClosedIsReplaced(int code) {
        SimulatedStreaming server = server(USUAL.withClose(1, new Close(5, code, "because")));
        try (Transcription transcription = open(server)) {
            utter(transcription, "one two three");
            utter(transcription, "four");
        }
        assertThat(server.sessions()).hasSize(2);
        assertThat(finals()).containsExactly("One two three.", "Four.");
    }

    @Test
    void anUtteranceThatIsLostTwiceFailsAndTheNextDoesNot() {
        Close close = new Close(5, 3_005, "Session Cancelled: An error occurred");
        SimulatedStreaming server = server(USUAL.withClose(1, close).withClose(2, close));
        try (Transcription transcription = open(server)) {
            utter(transcription, "one two three four five");
            utter(transcription, "six");
        }
        assertThat(finals()).hasSize(2);
        assertThat(finals().get(0)).startsWith("failed: ").contains("twice", "3005");
        assertThat(finals().get(1)).isEqualTo("Six.");
    }

    @Test
    void aMessageThatTheServerRefusesIsAFailureAtOnce() {
        SimulatedStreaming server = server(USUAL.withClose(1, new Close(5, 3_006, "Invalid Message")));
        try (Transcription transcription = open(server)) {
            utter(transcription, "one two three");
            utter(transcription, "four");
        }
        assertThat(server.sessions()).hasSize(1);
        assertThat(finals()).hasSize(2).allMatch(words -> words.contains("3006"));
    }

    @Test
    void aKeyThatIsWrongFailsEveryUtteranceAndIsNotTold() {
        SimulatedStreaming server = server(USUAL);
        try (Transcription transcription = open(server, "wrong-s3cr3t", List.of())) {
            utter(transcription, "one");
            utter(transcription, "two");
        }
        assertThat(finals()).hasSize(2).allMatch(words -> words.contains("1008") && words.contains("API key"));
        assertThat(heard).noneMatch(words -> words.contains("s3cr3t"));
    }

    @Test
    void tooManySessionsAreTriedAgain() {
        SimulatedStreaming server = server(USUAL.withMaxSessions(1));
        Transcription first = open(server);
        time.advance(Duration.ofSeconds(1));
        try (Transcription second = open(server)) {
            time.advance(Duration.ofMillis(500));
            first.close();
            time.advance(Duration.ofSeconds(3));
            utter(second, "one");
        }
        assertThat(finals()).containsExactly("One.");
    }

    @Test
    void doesNotBesiegeAServerThatIsGone() {
        List<URI> attempts = new ArrayList<>();
        WebSocketClient nobody = (url, headers, listener) -> {
            attempts.add(url);
            return CompletableFuture.failedFuture(new ConnectException("Refused"));
        };
        try (Transcription transcription = open(nobody)) {
            for (int i = 0; i < 10; i++) {
                utter(transcription, "one two three");
            }
            time.advance(Duration.ofSeconds(10));
        }
        assertThat(finals()).hasSize(10).allMatch(words -> words.startsWith("failed"));
        assertThat(attempts).hasSizeBetween(6, 100);
    }

    @Test
    void aSessionThatSaysNothingIsReplacedAfterTheUtterance() {
        SimulatedStreaming server = server(USUAL.thatIsDeaf());
        try (Transcription transcription = open(server)) {
            time.advance(Duration.ofSeconds(1));
            utter(transcription, "one");
            assertThat(server.sessions()).hasSize(2);
        }
        assertThat(finals()).containsExactly("");
    }

    @Test
    void aSessionIsReplacedBeforeItExpires() {
        SimulatedStreaming server = server(USUAL);
        AssemblyAi client = AssemblyAi.builder(SimulatedStreaming.KEY)
                .webSocketClient(server)
                .build();
        StreamingSettings patient = StreamingSettings.DEFAULT.withIdleTimeout(Duration.ofHours(9));
        try (Transcription transcription =
                client.speechToText(patient).open(new SpeechToText.Request("de-DE", List.of(), time), new Silent())) {
            time.advance(Duration.ofMinutes(170));
            utter(transcription, "one");
            time.advance(Duration.ofMinutes(20));
            utter(transcription, "two");
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(server.sessions()).hasSize(2).allMatch(session -> session.closeCode() == 1_000);
        assertThat(server.sessions().get(0).query()).contains("speech_model=universal-streaming-multilingual");
    }

    private static final class Silent implements SpeechToText.Listener {
        @Override
        public void onInterim(String words) {}

        @Override
        public void onFinal(Words words) {}

        @Override
        public void onFailure(VoiceCallException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aSessionWithoutWordsIsEndedAndTheNextWordsBeginAnother() {
        SimulatedStreaming server = server(USUAL);
        try (Transcription transcription = open(server)) {
            utter(transcription, "one");
            time.advance(Duration.ofMinutes(3));
            SimulatedStream first = server.sessions().get(0);
            assertThat(first.received()).last().isEqualTo("{\"type\":\"Terminate\"}");
            assertThat(first.sent()).last().asString().contains("\"Termination\"");
            utter(transcription, "two");
        }
        assertThat(server.sessions()).hasSize(2);
        assertThat(finals()).containsExactly("One.", "Two.");
    }

    @Test
    void asksForTheTelephonesOwnFormatAndForHints() {
        SimulatedStreaming server = server(USUAL);
        List<String> hints = new ArrayList<>(
                IntStream.range(0, 150).mapToObj(i -> "name " + i).toList());
        hints.add(0, "a hint that is far too long, as it has more than fifty characters");
        Transcription transcription = open(server, SimulatedStreaming.KEY, hints);
        time.advance(Duration.ofSeconds(1));
        transcription.close();
        time.advance(Duration.ofSeconds(1));
        String query = URLDecoder.decode(server.sessions().get(0).query(), StandardCharsets.UTF_8);
        assertThat(query)
                .contains("sample_rate=8000&encoding=pcm_mulaw&", "keyterms_prompt=[\"name 0\",", "\"name 99\"]")
                .doesNotContain("far too long");
        assertThat(server.sessions().get(0).closeCode()).isEqualTo(1_000);
    }
}
