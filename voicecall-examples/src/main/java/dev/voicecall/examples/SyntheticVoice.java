package dev.voicecall.examples;

import dev.voicecall.CallOptions;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.testkit.CalleeVoice;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A simulated person who speaks by a voice-maker, and knows from elsewhere what it has heard. Safe for use by
 * many threads.
 */
final class SyntheticVoice implements CalleeVoice {
    private final TextToSpeech voice;
    private final Supplier<String> heard;

    SyntheticVoice(TextToSpeech voice, Supplier<String> heard) {
        this.voice = voice;
        this.heard = heard;
    }

    @Override
    public byte[] say(String words) {
        AudioConverter converter = AudioConverter.between(voice.format(), AudioFormat.TELEPHONE);
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        try {
            voice.synthesize(
                    new Speech(words, CallOptions.DEFAULT.language(), Optional.empty()),
                    piece -> sound.writeBytes(converter.convert(piece, 0, piece.length)));
        } catch (Exception e) {
            throw new IllegalStateException("The caller's voice failed.", e);
        }
        sound.writeBytes(converter.flush());
        return sound.toByteArray();
    }

    @Override
    public String understand(byte[] muLaw) {
        return heard.get();
    }
}
