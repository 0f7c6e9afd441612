package dev.voicecall.vosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToText.Listener;
import dev.voicecall.spi.SpeechToText.Request;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.testkit.VirtualScheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoskSpeechToTextTest {
    private final List<String> events = new ArrayList<>();

    @Test
    void saysWhereToGetAModelWhenThereIsNone(@TempDir Path empty) {
        assertThatThrownBy(() -> VoskSpeechToText.withModel(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("alphacephei.com/vosk/models");
    }

    @Test
    void saysSoWhenVoskCanNotReadTheModel(@TempDir Path broken) throws Exception {
        Files.createDirectories(broken.resolve("am"));
        Files.createDirectories(broken.resolve("conf"));

        assertThatThrownBy(() -> VoskSpeechToText.withModel(broken))
                .isInstanceOfAny(IllegalArgumentException.class, ProviderException.class)
                .hasMessageContaining("Vosk");
    }

    @Test
    void readsTheWordsThatVoskAnswers() {
        assertThat(VoskJson.words("text", "{\n  \"text\" : \"i'd like two\"\n}"))
                .isEqualTo("i'd like two");
        assertThat(VoskJson.words("partial", "{\"partial\" : \"\"}")).isEmpty();
        assertThat(VoskJson.words("text", "{}")).isEmpty();
    }

    @Test
    void joinsThePartsOfAnUtterance() {
        VoskTranscription side =
                new VoskTranscription(() -> new ScriptedRecognizer("two", "two people"), Runnable::run, listener());
        side.audio(new byte[2]);
        side.audio(new byte[2]);
        side.endUtterance();

        assertThat(events).containsExactly("so far: two", "so far: two people", "heard: two people please");
    }

    @Test
    void tellsOnceOfAFailureAndHearsTheNextUtterance() {
        ScriptedRecognizer recognizer = new ScriptedRecognizer("yes");
        recognizer.fails = true;
        VoskTranscription side = new VoskTranscription(() -> recognizer, Runnable::run, listener());
        side.audio(new byte[2]);
        side.audio(new byte[2]);
        side.endUtterance();
        recognizer.fails = false;
        side.audio(new byte[2]);
        side.endUtterance();

        assertThat(events).containsExactly("failed", "so far: yes", "heard: yes please");
    }

    @Test
    void failsAnUtteranceThatIsMoreThanAMinuteBehind() {
        List<Runnable> worker = new ArrayList<>();
        VoskTranscription side = new VoskTranscription(() -> new ScriptedRecognizer("yes"), worker::add, listener());
        side.audio(new byte[VoskTranscription.MOST_BYTES_WAITING]);
        side.audio(new byte[2]);
        side.endUtterance();
        worker.get(0).run();

        assertThat(events).containsExactly("so far: yes", "failed");
    }

    @Test
    void freesItsRecognizerAndIsSilentOnceItIsClosed() {
        ScriptedRecognizer recognizer = new ScriptedRecognizer("yes");
        VoskTranscription side = new VoskTranscription(() -> recognizer, Runnable::run, listener());
        side.audio(new byte[2]);
        side.close();
        side.audio(new byte[2]);
        side.endUtterance();

        assertThat(events).containsExactly("so far: yes");
        assertThat(recognizer.closed).isTrue();
    }

    @Test
    void hearsNothingInSilenceWithARealModel() {
        String model = System.getenv("VOSK_MODEL");
        VirtualScheduler scheduler = new VirtualScheduler();
        assumeTrue(model != null, "Set VOSK_MODEL to the folder of a model to run this.");
        try (VoskSpeechToText vosk = VoskSpeechToText.withModel(Path.of(model))) {
            var side = vosk.open(new Request("en-US", List.of(), scheduler), listener());
            side.audio(new byte[32_000]);
            side.endUtterance();
            scheduler.runToEnd();
            side.close();
            scheduler.runToEnd();
        }
        assertThat(events).contains("heard: ");
    }

    private Listener listener() {
        return new Listener() {
            @Override
            public void onInterim(String words) {
                events.add("so far: " + words);
            }

            @Override
            public void onFinal(Words words) {
                events.add("heard: " + words.text());
            }

            @Override
            public void onFailure(VoiceCallException failure) {
                events.add("failed");
            }
        };
    }

    /** Understands one of its words with each piece of sound, and "please" at the end. */
    private static final class ScriptedRecognizer implements NativeRecognizer {
        private final String[] partials;
        private int pieces;
        private boolean fails;
        private boolean closed;

        ScriptedRecognizer(String... partials) {
            this.partials = partials;
        }

        @Override
        public boolean accept(byte[] sound) {
            if (fails) {
                throw new IllegalStateException("out of order");
            }
            return ++pieces == partials.length;
        }

        @Override
        public String partialResult() {
            return pieces < partials.length
                    ? "{\"partial\" : \"" + partials[pieces - 1] + "\"}"
                    : "{\"partial\" : \"\"}";
        }

        @Override
        public String result() {
            return "{\"text\" : \"" + partials[partials.length - 1] + "\"}";
        }

        @Override
        public String finalResult() {
            return "{\"text\" : \"please\"}";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
