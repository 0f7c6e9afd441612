package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Over real sockets, in real time, with the client that is there (Netty's). */
@Tag("socket")
class RealtimeSocketTest {
    private static final int PATIENCE_SECONDS = 60;

    /** Waits for an answer. */
    private static final class Hearer implements SpeechToSpeech.Listener {
        private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        @Override
        public void onOpen() {}

        @Override
        public void onSpeechBegan() {}

        @Override
        public void onSpeechEnded(String item) {}

        @Override
        public void onCallerWords(String item, String words) {}

        @Override
        public void onAudio(String item, byte[] muLaw) {
            sound.writeBytes(muLaw);
        }

        @Override
        public void onWords(String item, String piece) {}

        @Override
        public void onItemEnded(String item) {}

        @Override
        public void onToolCalls(List<ToolCall> calls) {}

        @Override
        public void onAnswered() {
            answer.complete(FakeSpeech.understand(sound.toByteArray()));
        }

        @Override
        public void onWarning(VoiceCallException problem) {
            answer.completeExceptionally(problem);
        }

        @Override
        public void onFailure(ProviderException failure) {
            answer.completeExceptionally(failure);
        }
    }

    private static SpeechToSpeech.Request request(Scheduler time) {
        return new SpeechToSpeech.Request(
                new CallInfo(Direction.INBOUND, Optional.empty(), "+15550100", "+15550101"),
                "en-US",
                time,
                new Mailbox(time.executor()));
    }

    @Test
    void greetsAndAnswers() throws Exception {
        try (Scheduler time = Scheduler.system();
                OpenAiSimulator server = OpenAiSimulator.builder()
                        .model(prompt -> Answer.say("You said " + prompt.latest()))
                        .start()) {
            OpenAi openAi = OpenAi.builder(server.apiKey())
                    .baseUrl(server.baseUrl().toString())
                    .build();
            Hearer hearer = new Hearer();
            SpeechToSpeech.Request request = request(time);
            SpeechToSpeech.Session session = openAi.realtime(
                            RealtimeSettings.builder("Be brief.").build())
                    .open(request, hearer);
            request.mailbox().execute(() -> session.text("hello"));
            assertThat(hearer.answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("You said hello");
            request.mailbox().execute(session::close);
        }
    }

    @Test
    void aKeyThatIsWrongIsAFailure() {
        try (Scheduler time = Scheduler.system();
                OpenAiSimulator server = OpenAiSimulator.builder().start()) {
            OpenAi openAi = OpenAi.builder("sk-wrong-secret")
                    .baseUrl(server.baseUrl().toString())
                    .build();
            Hearer hearer = new Hearer();
            openAi.realtime(RealtimeSettings.builder("").build()).open(request(time), hearer);
            assertThat(hearer.answer)
                    .failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withMessageContaining("401")
                    .withMessageNotContaining("secret");
        }
    }
}
