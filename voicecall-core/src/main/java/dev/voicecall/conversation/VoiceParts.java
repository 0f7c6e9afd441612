package dev.voicecall.conversation;

import dev.voicecall.CallOptions;
import dev.voicecall.TurnTaking;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.VoiceActivityDetector;
import java.util.List;
import java.util.Optional;

/**
 * What hears and speaks for us on a call with live audio. Immutable.
 *
 * @param speechToText hears
 * @param textToSpeech speaks
 * @param detector tells speech from silence
 * @param turnTaking when somebody has finished
 * @param language of both, a BCP 47 tag
 * @param voice the name of a voice; empty for the default
 * @param hints what is likely to be heard
 */
public record VoiceParts(
        SpeechToText speechToText,
        TextToSpeech textToSpeech,
        VoiceActivityDetector detector,
        TurnTaking turnTaking,
        String language,
        Optional<String> voice,
        List<String> hints) {

    /** The same in the language, with the voice and the hints of a call. */
    public VoiceParts forCall(CallOptions options) {
        return new VoiceParts(
                speechToText, textToSpeech, detector, turnTaking, options.language(), options.voice(), options.hints());
    }

    HearingParts hearing() {
        return new HearingParts(speechToText, detector, turnTaking, language, hints);
    }

    Speech speech(String text) {
        return new Speech(text, language, voice);
    }
}
