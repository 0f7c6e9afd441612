package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.SpeechToText.Request;
import dev.voicecall.spi.SpeechToText.UtteranceRecognizer;
import dev.voicecall.spi.SpeechToText.Words;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears whole utterances by OpenAI's models, as WAV files. What they make up is not passed on. Safe for use by many threads. */
final class OpenAiUtteranceRecognizer implements UtteranceRecognizer {
    /** What a telephone line has; more samples would only take longer to send. */
    static final AudioFormat FORMAT = AudioFormat.PCM_8K;

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiUtteranceRecognizer.class);
    private static final int MAX_ANSWER_BYTES = 4 << 20;

    private final Http http;
    private final TranscriptionSettings settings;
    private final Hallucinations hallucinations = new Hallucinations();

    OpenAiUtteranceRecognizer(Http http, TranscriptionSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public Words recognize(Request request, byte[] utterance) throws InterruptedException {
        return recognize(request, utterance, usage -> {});
    }

    @Override
    public Words recognize(Request request, byte[] utterance, Consumer<Usage> used) throws InterruptedException {
        Loudness loudness = Loudness.of(utterance);
        if (hallucinations.isSilence(loudness)) {
            return Words.NONE;
        }
        Transcript transcript = transcribe(request, utterance, used);
        if (transcript.text().isEmpty()) {
            return Words.NONE;
        }
        if (hallucinations.isMadeUp(transcript, loudness, request.hints())) {
            LOG.debug(
                    "Not believed: {} characters out of {} ms of sound.",
                    transcript.text().length(),
                    loudness.loud().toMillis());
            return Words.NONE;
        }
        return new Words(transcript.text(), transcript.confidence());
    }

    private Transcript transcribe(Request request, byte[] utterance, Consumer<Usage> used) throws InterruptedException {
        try (Reply reply = http.post(Stage.HEARING, form(request, utterance).to("/audio/transcriptions"))) {
            JsonNode answer = Json.read(new String(reply.all(MAX_ANSWER_BYTES), StandardCharsets.UTF_8));
            if (!answer.path("text").isTextual()) {
                throw notATranscript(reply);
            }
            ReportedUsage.of(settings.model(), answer.path("usage")).ifPresent(used);
            return Transcript.of(answer);
        }
    }

    private static ProviderException notATranscript(Reply reply) {
        return reply.failures()
                .unexpected("the answer is '" + reply.contentType() + "' without a text; check the base URL.");
    }

    private MultipartForm form(Request request, byte[] utterance) {
        return TranscriptionForm.of(settings, request.language(), request.hints(), false)
                .file("file", "utterance.wav", "audio/wav", WavWriter.file(FORMAT, utterance));
    }
}
