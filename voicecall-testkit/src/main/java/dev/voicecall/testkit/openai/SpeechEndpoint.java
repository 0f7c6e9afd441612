package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /v1/audio/speech}, in 16 bits at 24 kHz. Safe for use by many threads. */
final class SpeechEndpoint implements Api.Endpoint {
    private static final int MAX_INPUT = 4_096;
    private static final Set<String> PARAMETERS =
            Set.of("model", "input", "voice", "response_format", "speed", "instructions", "stream_format");
    private static final List<String> FORMATS = List.of("mp3", "opus", "aac", "flac", "wav", "pcm");
    private static final List<String> VOICES = List.of(
            "nova", "shimmer", "echo", "onyx", "fable", "alloy", "ash", "sage", "coral", "ballad", "verse", "marin",
            "cedar");

    private final Mind mind;
    private final Tempo tempo;

    SpeechEndpoint(Mind mind, Tempo tempo) {
        this.mind = mind;
        this.tempo = tempo;
    }

    @Override
    public Operation operation() {
        return Operation.SPEECH;
    }

    @Override
    public void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        ObjectNode body = Json.read(request.body());
        Fields fields = new Fields(body, "");
        fields.allow(PARAMETERS);
        String format = check(fields);
        tempo.think();
        reply.begin(200, format.equals("wav") ? "audio/wav" : "audio/pcm");
        if (format.equals("wav")) {
            reply.write(endlessWavHeader());
        }
        speak(fields.text("input"), reply);
        reply.end();
    }

    /** @return the format */
    private static String check(Fields fields) {
        String model = fields.text("model");
        if (!Models.SPEECH.contains(model)) {
            throw ApiError.noSuchModel(model);
        }
        String input = fields.text("input");
        if (input.isBlank()) {
            throw ApiError.invalid(
                    "Invalid 'input': string too short. Expected a string with minimum length 1, but got an empty string"
                            + " instead.",
                    "input",
                    "string_below_min_length");
        }
        if (input.length() > MAX_INPUT) {
            throw ApiError.invalid(
                    "Invalid 'input': string too long. Expected a string with maximum length " + MAX_INPUT
                            + ", but got a string with length " + input.length() + " instead.",
                    "input",
                    "string_above_max_length");
        }
        fields.choice("voice", fields.text("voice"), VOICES);
        fields.number("speed", 0.25, 4);
        fields.optionalText("instructions");
        String streamFormat = fields.choice("stream_format", "audio", List.of("audio", "sse"));
        String format = fields.choice("response_format", "mp3", FORMATS);
        if (!streamFormat.equals("audio") || !Set.of("pcm", "wav").contains(format)) {
            throw ApiError.invalid(
                    "The simulator speaks only with 'stream_format' audio and 'response_format' pcm or wav; OpenAI would"
                            + " give '" + format + "'.",
                    "response_format",
                    "simulator_limit");
        }
        return format;
    }

    private void speak(String input, Reply reply) throws IOException, InterruptedException {
        AudioConverter converter = AudioConverter.between(mind.voice().format(), AudioFormat.PCM_24K);
        for (int from = 0; from < input.length(); from += Speech.MAX_LENGTH) {
            String part = input.substring(from, Math.min(input.length(), from + Speech.MAX_LENGTH));
            synthesize(part, sound -> write(converter.convert(sound, 0, sound.length), reply));
        }
        write(converter.flush(), reply);
    }

    private void synthesize(String text, TextToSpeech.AudioSink out) throws IOException, InterruptedException {
        try {
            mind.voice().synthesize(new Speech(text, "en-US", Optional.empty()), out);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The voice failed.", e);
        }
    }

    private void write(byte[] sound, Reply reply) throws InterruptedException {
        try {
            reply.write(sound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tempo.pass(tempo.making(AudioFormat.PCM_24K.duration(sound.length)));
    }

    /** The header of a stream, whose length nobody knows yet. */
    private static byte[] endlessWavHeader() {
        int rate = AudioFormat.PCM_24K.sampleRateHz();
        return ByteBuffer.allocate(44)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(-1)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(2 * rate)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(-1)
                .array();
    }

    @Override
    public String readable(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
