package dev.voicecall.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.ProviderException;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineTextToSpeechTest {
    private final OfflineTextToSpeech voice = new OfflineTextToSpeech();

    @Test
    void saysTheSameTextInTheSameSamples() throws Exception {
        byte[] sound = Sounds.spoken("What are your opening hours?");

        assertThat(AudioFormat.PCM_8K.duration(sound.length)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        assertThat(Sounds.spoken("What are your opening hours?")).isEqualTo(sound);
    }

    @Test
    void beginsToSpeakAtOnce() throws Exception {
        byte[] sound = Sounds.spoken("Good morning.");

        int loudest = 0;
        for (int i = 0; i < AudioFormat.PCM_8K.bytes(Duration.ofMillis(25)); i += 2) {
            loudest = Math.max(loudest, Math.abs((sound[i + 1] << 8) | (sound[i] & 0xFF)));
        }
        assertThat(loudest).isGreaterThanOrEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "?", "日本", "🙂"})
    void hasNoSoundForWhatCanNotBePronounced(String text) throws Exception {
        assertThat(Sounds.spoken(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Call 555-1234 at 3:45 pm.", "$12.50 on 3/4/2026", "naïve café", "<b>&amp; \\ \" ' `", "1e999"})
    void speaksNumbersAndSigns(String text) throws Exception {
        assertThat(AudioFormat.PCM_8K.duration(Sounds.spoken(text).length)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void stopsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Sounds.spoken("Good morning.")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void refusesVoicesAndLanguagesThatItHasNot() {
        assertThatThrownBy(() -> voice.synthesize(new Speech("Hi", "en-US", Optional.of("alice")), sound -> {}))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("alice");
        assertThatThrownBy(() -> voice.synthesize(new Speech("Hallo", "de-DE", Optional.empty()), sound -> {}))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("de-DE");
    }
}
