package dev.voicecall.examples;

import dev.voicecall.CallOptions;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.testkit.CalleeVoice;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** A simulated person who speaks by a voice-maker, and understands nothing. Safe for use by many threads. */
final class SyntheticVoice implements CalleeVoice {
    private final TextToSpeech voice;

    SyntheticVoice(TextToSpeech voice) {
        this.voice = voice;
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
}
