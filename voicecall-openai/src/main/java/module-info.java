/** Phone calls with OpenAI: chat with tools, transcription, speech, and Realtime speech-to-speech. */
module dev.voicecall.openai {
    requires transitive dev.voicecall;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.openai;
}
