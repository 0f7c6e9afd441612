package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.audio.WavReader;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** {@code POST /v1/audio/transcriptions}. Safe for use by many threads. */
final class TranscriptionEndpoint implements Api.Endpoint {
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Mind mind;
    private final Tempo tempo;
    private final String hallucination;

    TranscriptionEndpoint(Mind mind, Tempo tempo, String hallucination) {
        this.mind = mind;
        this.tempo = tempo;
        this.hallucination = hallucination;
    }

    @Override
    public Operation operation() {
        return Operation.TRANSCRIPTION;
    }

    @Override
    public void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        TranscriptionRequest asked = TranscriptionRequest.of(request);
        Transcript transcript = hear(asked);
        if (asked.stream()) {
            stream(transcript, reply);
            return;
        }
        tempo.think();
        switch (asked.format()) {
            case "text" -> reply.send(200, "text/plain; charset=utf-8", transcript.text() + "\n");
            case "verbose_json" ->
                reply.send(200, "application/json", transcript.verbose().toString());
            case "diarized_json" ->
                reply.send(200, "application/json", transcript.diarized().toString());
            default -> reply.send(200, "application/json", transcript.json().toString());
        }
    }

    private void stream(Transcript transcript, Reply reply) throws IOException, InterruptedException {
        EventStream events = new EventStream(reply);
        tempo.think();
        List<String> tokens = Tokens.of(transcript.text());
        for (int i = 0; i < tokens.size(); i++) {
            tempo.betweenTokens(i);
            events.send(Json.object().put("type", "transcript.text.delta").put("delta", tokens.get(i)));
        }
        ObjectNode done = Json.object().put("type", "transcript.text.done");
        done.setAll(transcript.json());
        events.send(done);
        events.done();
    }

    private Transcript hear(TranscriptionRequest asked) throws InterruptedException {
        AudioFormat format = mind.ear().format();
        byte[] sound = decode(asked, format);
        Duration length = format.duration(sound.length);
        if (length.compareTo(SHORTEST) < 0) {
            throw ApiError.invalid(
                    "Audio file is too short. Minimum audio length is 0.1 seconds.", "file", "audio_too_short");
        }
        List<Transcript.Part> parts = asked.times() ? listenToParts(asked, sound) : listenToAll(asked, sound, length);
        boolean speech = !parts.isEmpty();
        Transcript.Part made = new Transcript.Part(hallucination, Duration.ZERO, length);
        return new Transcript(asked, speech ? parts : List.of(made), speech, length);
    }

    private List<Transcript.Part> listenToAll(TranscriptionRequest asked, byte[] sound, Duration length)
            throws InterruptedException {
        String text = listen(asked, sound).text();
        return text.isEmpty() ? List.of() : List.of(new Transcript.Part(text, Duration.ZERO, length));
    }

    private List<Transcript.Part> listenToParts(TranscriptionRequest asked, byte[] sound) throws InterruptedException {
        byte[] wav = WavWriter.file(mind.ear().format(), sound);
        Transcriber.Audio audio =
                new Transcriber.Audio.Content("heard.wav", wav.length, () -> new ByteArrayInputStream(wav));
        try {
            return Transcriber.of(mind.ear(), VoiceActivityDetector.energy(), mind.time())
                    .transcribe(
                            audio,
                            new Transcriber.Request(
                                    asked.language().orElse("en"),
                                    1,
                                    asked.prompt().stream().toList()))
                    .segments()
                    .stream()
                    .map(said -> new Transcript.Part(
                            said.text(), said.begin().orElseThrow(), said.end().orElseThrow()))
                    .toList();
        } catch (IOException | VoiceCallException e) {
            throw FaultyAnswer.serverError();
        }
    }

    private static byte[] decode(TranscriptionRequest asked, AudioFormat format) {
        try (WavReader wav = WavReader.open(new ByteArrayInputStream(asked.file()))) {
            AudioConverter converter = AudioConverter.between(wav.format(), format);
            byte[] samples = wav.readAllBytes();
            byte[] sound = converter.convert(samples, 0, samples.length);
            byte[] rest = converter.flush();
            byte[] all = new byte[sound.length + rest.length];
            System.arraycopy(sound, 0, all, 0, sound.length);
            System.arraycopy(rest, 0, all, sound.length, rest.length);
            return all;
        } catch (IOException | WavFormatException | IllegalArgumentException e) {
            throw ApiError.invalid("Audio file might be corrupted or unsupported", "file", "invalid_value");
        }
    }

    private Words listen(TranscriptionRequest asked, byte[] sound) throws InterruptedException {
        Heard heard = new Heard(new CompletableFuture<>());
        SpeechToText.Request request = new SpeechToText.Request(
                asked.language().orElse("en"), asked.prompt().stream().toList(), mind.time());
        try (SpeechToText.Transcription ear = mind.ear().open(request, heard)) {
            ear.audio(sound);
            ear.endUtterance();
            return heard.words().get();
        } catch (ExecutionException e) {
            throw FaultyAnswer.serverError();
        }
    }

    private record Heard(CompletableFuture<Words> words) implements SpeechToText.Listener {
        @Override
        public void onInterim(String interim) {}

        @Override
        public void onFinal(Words last) {
            words.complete(last);
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            words.completeExceptionally(failure);
        }
    }

    /** The fields; of the file its name, type and length. */
    @Override
    public String readable(HttpRequest request) {
        ObjectNode form = Json.object();
        try {
            for (MultipartForm.Part part : MultipartForm.of(request).parts()) {
                part.fileName()
                        .ifPresentOrElse(
                                name -> form.putObject(part.name())
                                        .put("name", name)
                                        .put("type", part.contentType())
                                        .put("bytes", part.content().length),
                                () -> put(form, part));
            }
        } catch (ApiError broken) {
            return "";
        }
        return form.toString();
    }

    private static void put(ObjectNode form, MultipartForm.Part part) {
        if (part.name().endsWith("[]")) {
            ArrayNode values = form.withArray("/" + part.name());
            values.add(part.text());
        } else {
            form.put(part.name(), part.text());
        }
    }
}
