package dev.voicecall.conversation;

import dev.voicecall.TurnTaking;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.VoiceActivityDetector;
import java.util.List;

/**
 * What hears one side of a call. Immutable.
 *
 * @param speechToText hears
 * @param detector tells speech from silence
 * @param turnTaking when somebody has finished
 * @param language a BCP 47 tag
 * @param hints what is likely to be heard
 */
record HearingParts(
        SpeechToText speechToText,
        VoiceActivityDetector detector,
        TurnTaking turnTaking,
        String language,
        List<String> hints) {}
