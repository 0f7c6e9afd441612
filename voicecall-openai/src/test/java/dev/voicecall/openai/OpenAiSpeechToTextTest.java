package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.SpeechToTextContract;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hearing by a transcription session. */
class OpenAiSpeechToTextTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> heard = new ArrayList<>();

    @Nested
    class WithInterimWords extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return new Simulated("gpt-realtime-whisper");
        }
    }

    @Nested
    class WithoutInterimWords extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return new Simulated("gpt-4o-transcribe");
        }
    }

    private static final class Simulated implements SpeechToTextContract.Bench {
        private final VirtualScheduler time = new VirtualScheduler();
        private final OpenAi openAi;
        private final String model;

        Simulated(String model) {
            this.model = model;
            this.openAi = OpenAi.builder(SimulatedRealtime.KEY)
                    .webSocketClient(server(time, RealtimeBehaviour.usual()))
                    .build();
        }

        @Override
        public SpeechToText speechToText() {
            return openAi.speechToText(model);
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

    private static SimulatedRealtime server(VirtualScheduler time, RealtimeBehaviour behaviour) {
        return new SimulatedRealtime(time, SimulatedModel.script())
                .ear(new FakeSpeechToText().withInterimWords())
                .behaviour(behaviour);
    }

    private Transcription open(WebSocketClient server, String key) {
        return OpenAi.builder(key)
                .webSocketClient(server)
                .build()
                .speechToText()
                .open(new SpeechToText.Request("en-US", List.of(), time), new SpeechToText.Listener() {
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

    private void speak(Transcription transcription, String words) {
        byte[] sound = FakeSpeech.say(words);
        for (int from = 0; from < sound.length; from += 160) {
            transcription.audio(Arrays.copyOfRange(sound, from, from + 160));
            time.advance(Duration.ofMillis(20));
        }
    }

    private void utter(Transcription transcription, String words) {
        speak(transcription, words);
        transcription.endUtterance();
        time.advance(Duration.ofSeconds(3));
    }

    @Test
    void tellsWordsWhileTheyAreSaid() {
        try (Transcription transcription = open(server(time, RealtimeBehaviour.usual()), SimulatedRealtime.KEY)) {
            utter(transcription, "one two three");
            utter(transcription, "four");
        }
        assertThat(heard).containsExactly("one…", "one two…", "one two three…", "one two three", "four…", "four");
    }

    @Test
    void doesNotBesiegeAServerThatIsGone() {
        List<URI> attempts = new ArrayList<>();
        WebSocketClient nobody = (url, headers, listener) -> {
            attempts.add(url);
            return CompletableFuture.failedFuture(new ConnectException("Refused"));
        };
        try (Transcription transcription = open(nobody, SimulatedRealtime.KEY)) {
            for (int i = 0; i < 10; i++) {
                utter(transcription, "one two three");
            }
        }
        assertThat(heard).hasSize(10).allMatch(words -> words.startsWith("failed"));
        assertThat(attempts).hasSizeBetween(12, 100);
    }

    @Test
    void anUtteranceThatIsTooShortForTheServerIsNothing() {
        SimulatedRealtime server = server(time, RealtimeBehaviour.usual());
        try (Transcription transcription = open(server, SimulatedRealtime.KEY)) {
            time.advance(Duration.ofSeconds(1));
            transcription.audio(new byte[700]);
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(1));
            utter(transcription, "hello");
        }
        assertThat(heard).containsExactly("", "hello…", "hello");
        assertThat(server.sessions().get(0).sent()).noneMatch(event -> event.contains("\"type\":\"error\""));
    }

    @Test
    void answersInOrderHoweverLateTheServerIs() {
        RealtimeBehaviour late = RealtimeBehaviour.usual().withTranscripts(Duration.ofSeconds(4));
        for (int seed = 1; seed <= 20; seed++) {
            heard.clear();
            try (Transcription transcription = open(server(time, late.withSeed(seed)), SimulatedRealtime.KEY)) {
                for (String words : List.of("one", "two", "three")) {
                    speak(transcription, words);
                    transcription.endUtterance();
                }
                time.advance(Duration.ofSeconds(8));
            }
            assertThat(heard.stream().filter(words -> !words.endsWith("…")))
                    .as("seed %s", seed)
                    .containsExactly("one", "two", "three");
        }
    }

    @Test
    void anUtteranceThatFailsDoesNotSpoilTheNext() {
        try (Transcription transcription =
                open(server(time, RealtimeBehaviour.usual().withFailingTranscript(1)), SimulatedRealtime.KEY)) {
            utter(transcription, "one");
            utter(transcription, "two");
        }
        assertThat(heard.stream().filter(words -> !words.endsWith("…"))).hasSize(2);
        assertThat(heard.get(1)).startsWith("failed: ").contains("audio_unintelligible");
        assertThat(heard).endsWith("two");
    }

    @Test
    void anotherSessionHearsWhatTheLastOneTookWithIt() {
        SimulatedRealtime server = server(time, RealtimeBehaviour.usual());
        try (Transcription transcription = open(server, SimulatedRealtime.KEY)) {
            utter(transcription, "one");
            speak(transcription, "two three");
            server.sessions().get(0).cut();
            speak(transcription, "four");
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(4));
        }
        assertThat(server.sessions()).hasSize(2);
        assertThat(heard).endsWith("two three four");
    }

    @Test
    void aSessionIsReplacedBeforeItExpires() {
        SimulatedRealtime server = server(time, RealtimeBehaviour.usual());
        try (Transcription transcription = open(server, SimulatedRealtime.KEY)) {
            time.advance(Duration.ofMinutes(58));
            utter(transcription, "one");
            time.advance(Duration.ofMinutes(10));
            utter(transcription, "two");
        }
        assertThat(server.sessions()).hasSize(2);
        assertThat(server.sessions().stream().flatMap(session -> session.sent().stream()))
                .noneMatch(event -> event.contains("session_expired"));
        assertThat(heard).containsExactly("one…", "one", "two…", "two");
    }

    @Test
    void aKeyThatIsWrongFailsEveryUtteranceAndIsNotTold() {
        try (Transcription transcription = open(server(time, RealtimeBehaviour.usual()), "sk-wrong-secret")) {
            utter(transcription, "one");
            utter(transcription, "two");
        }
        assertThat(heard).hasSize(2).allMatch(words -> words.startsWith("failed: ") && words.contains("401"));
        assertThat(heard).noneMatch(words -> words.contains("secret"));
    }

    @Test
    void wordsThatAreMadeUpForNoiseAreNone() {
        SimulatedRealtime server = new SimulatedRealtime(time, SimulatedModel.script())
                .ear(new FakeSpeechToText().hearsInNoise(new Words("Thank you.", java.util.OptionalDouble.empty())));
        try (Transcription transcription = open(server, SimulatedRealtime.KEY)) {
            time.advance(Duration.ofSeconds(1));
            byte[] noise = new byte[4_000];
            Arrays.fill(noise, (byte) 0xFE);
            transcription.audio(noise);
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(3));
            utter(transcription, "thank you");
        }
        assertThat(heard.stream().filter(words -> !words.endsWith("…"))).containsExactly("", "thank you");
        assertThat(server.sessions().get(0).sent()).anyMatch(event -> event.contains("\"transcript\":\"Thank you.\""));
    }

    @Test
    void asksForTheTelephonesOwnFormat() {
        SimulatedRealtime server = server(time, RealtimeBehaviour.usual());
        Transcription transcription = open(server, SimulatedRealtime.KEY);
        time.advance(Duration.ofSeconds(1));
        transcription.close();
        SimulatedSession session = server.sessions().get(0);
        assertThat(session.received().get(0)).contains("audio/pcmu").contains("\"turn_detection\":null");
    }
}
