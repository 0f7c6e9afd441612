package dev.voicecall.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.ProviderException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText.Listener;
import dev.voicecall.spi.SpeechToText.Request;
import dev.voicecall.spi.SpeechToText.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineSpeechToTextTest {
    private static final String RESTAURANT = """
            #JSGF V1.0;
            grammar restaurant;
            <number> = one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve;
            <time> = <number> [fifteen | thirty | forty five] [o'clock] [a m | p m];
            public <sentence> = what are your opening hours | when do you (open | close) | what time is it
                | [i would like to] book a table for <number> [person | people] at <time>
                | yes [please] | no [thank you] | good bye | <time>;
            """;

    private static final Scheduler SCHEDULER = Scheduler.system();
    private static final OfflineSpeechToText RECOGNIZER = OfflineSpeechToText.withGrammar(RESTAURANT);

    @AfterAll
    static void close() {
        RECOGNIZER.close();
        SCHEDULER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what are your opening hours",
                "when do you close",
                "what time is it",
                "i would like to book a table for four people at seven thirty p m",
                "book a table for two at eight",
                "twelve o'clock",
                "yes please",
                "yes",
                "no thank you",
                "no",
                "good bye"
            })
    void hearsOverTheTelephoneWhatItsGrammarHas(String sentence) throws Exception {
        Words heard = hear(RECOGNIZER, Sounds.overTelephone(sentence));

        assertThat(heard.text()).isEqualTo(sentence);
        assertThat(heard.confidence()).isPresent();
        assertThat(heard.confidence().getAsDouble()).isBetween(0.5, 1.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 200, 2_000, 8_000})
    void hearsNothingInSilenceAndNoise(int amplitude) throws Exception {
        assertThat(hear(RECOGNIZER, Sounds.noise(amplitude))).isEqualTo(Words.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the weather in london is terrible today", "i have a question about my invoice"})
    void hearsNothingInWhatItsGrammarHasNot(String sentence) throws Exception {
        assertThat(hear(RECOGNIZER, Sounds.overTelephone(sentence))).isEqualTo(Words.NONE);
    }

    @Test
    void hearsNothingWhereThereIsNoSound() throws Exception {
        assertThat(hear(RECOGNIZER, new byte[0])).isEqualTo(Words.NONE);
    }

    @Test
    void severalCallsWaitInLineForOneRecognizer() throws Exception {
        byte[] sound = Sounds.overTelephone("yes please");
        List<CompletableFuture<Words>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(begin(RECOGNIZER, "en-US", sound));
        }
        for (CompletableFuture<Words> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS).text()).isEqualTo("yes please");
        }
    }

    @Test
    void hearsPhrasesAndFailsOnceItIsClosed() throws Exception {
        OfflineSpeechToText phrases = OfflineSpeechToText.withPhrases(List.of("go forward", "go back"));
        assertThat(hear(phrases, Sounds.overTelephone("go back")).text()).isEqualTo("go back");

        phrases.close();

        assertThatThrownBy(() -> hear(phrases, new byte[0])).hasRootCauseInstanceOf(ProviderException.class);
    }

    @Test
    void saysWhichWordIsNotInTheDictionary() {
        assertThatThrownBy(() -> OfflineSpeechToText.withPhrases(List.of("call voicecallish now")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'voicecallish'");
    }

    @Test
    void refusesWhatIsNoGrammar() {
        assertThatThrownBy(() -> OfflineSpeechToText.withGrammar("yes or no"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSGF");
    }

    @Test
    void hearsEnglishOnly() {
        assertThatThrownBy(() -> begin(RECOGNIZER, "de-DE", new byte[0]).get(30, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(ProviderException.class)
                .hasMessageContaining("de-DE");
    }

    private static Words hear(OfflineSpeechToText recognizer, byte[] sound) throws Exception {
        return begin(recognizer, "en-US", sound).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Words> begin(OfflineSpeechToText recognizer, String language, byte[] sound) {
        CompletableFuture<Words> heard = new CompletableFuture<>();
        var transcription = recognizer.open(new Request(language, List.of(), SCHEDULER), new Listener() {
            @Override
            public void onInterim(String words) {}

            @Override
            public void onFinal(Words words) {
                heard.complete(words);
            }

            @Override
            public void onFailure(VoiceCallException failure) {
                heard.completeExceptionally(failure);
            }
        });
        transcription.audio(sound);
        transcription.endUtterance();
        return heard;
    }
}
