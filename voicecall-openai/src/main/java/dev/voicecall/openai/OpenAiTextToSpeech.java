package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.openai.Http.Post;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.util.Optional;

/**
 * Speaks by OpenAI's models: 24 kHz, 16 bits, one channel, as it comes. What isn't that is refused before any of it is heard. Safe for use by
 * many threads.
 */
final class OpenAiTextToSpeech implements TextToSpeech {
    private final Http http;
    private final SpeechSettings settings;

    OpenAiTextToSpeech(Http http, SpeechSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public AudioFormat format() {
        return AudioFormat.PCM_24K;
    }

    @Override
    public void synthesize(Speech speech, AudioSink out) throws InterruptedException {
        Post post = new Post("/audio/speech", "application/json", Json.bytes(request(speech)));
        try (Reply reply = http.post(Stage.SPEAKING, post)) {
            requirePcm(PcmCheck.ofContentType(reply.contentTypeWithParameters()), reply);
            out.used(ReportedUsage.spoken(settings.model(), speech.text()));
            passOn(reply, out);
        }
    }

    /** {@link Speech} has at most 4,000 characters; OpenAI takes 4,096. */
    private ObjectNode request(Speech speech) {
        ObjectNode request = Json.object()
                .put("model", settings.model())
                .put("input", speech.text())
                .put("voice", speech.voice().orElse(settings.voice()))
                .put("response_format", "pcm");
        if (settings.speed() != 1) {
            request.put("speed", settings.speed());
        }
        if (!settings.instructions().isBlank()) {
            request.put("instructions", settings.instructions());
        }
        return request;
    }

    private static void passOn(Reply reply, AudioSink out) throws InterruptedException {
        WholeSamples samples = new WholeSamples();
        boolean sounded = false;
        for (byte[] piece = reply.next(); piece != null; piece = reply.next()) {
            byte[] whole = samples.add(piece);
            if (whole.length > 0) {
                if (!sounded) {
                    requirePcm(PcmCheck.ofBeginning(whole), reply);
                }
                sounded = true;
                out.write(whole);
            }
        }
        if (!sounded) {
            throw reply.failures().brokeOff("there is no sound.");
        }
        if (samples.isCut()) {
            throw reply.failures().unexpected("the sound ends within a sample; it is not 16-bit PCM.");
        }
    }

    private static void requirePcm(Optional<String> otherwise, Reply reply) throws ProviderException {
        if (otherwise.isPresent()) {
            throw reply.failures()
                    .unexpected(
                            "the sound is " + otherwise.get()
                                    + " and not PCM of 24 kHz, as was asked for. The server does not know response_format=pcm.");
        }
    }
}
