package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Transcribes recordings by OpenAI's models, a channel at a time. Safe for use by many threads. */
final class OpenAiTranscriber implements Transcriber {
    /** What OpenAI takes: 25 MB, of 1,024 times 1,024 bytes each. */
    private static final long MAX_FILE_BYTES = 25L << 20;

    private static final int MAX_ANSWER_BYTES = 32 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Http http;
    private final TranscriptionSettings settings;
    private final Hallucinations hallucinations = new Hallucinations();

    OpenAiTranscriber(Http http, TranscriptionSettings settings) {
        this.http = http;
        this.settings = settings;
    }

    @Override
    public RecordingTranscript transcribe(Audio audio, Request request) throws IOException, InterruptedException {
        if (!(audio instanceof Audio.Content recording)) {
            throw refused("OpenAI fetches no URLs; download the sound and give it as Audio.Content.");
        }
        return recording.name().toLowerCase(Locale.ROOT).endsWith(".wav")
                ? transcribeChannels(recording, request)
                : transcribeAsItIs(recording, request);
    }

    private RecordingTranscript transcribeChannels(Audio.Content recording, Request request)
            throws IOException, InterruptedException {
        List<RecordedChannel> channels = RecordedChannel.of(recording, request.channels());
        List<Segment> segments = new ArrayList<>();
        for (RecordedChannel channel : channels) {
            if (!hallucinations.isSilence(channel.loudness())) {
                segments.addAll(transcribe(channel, request));
            }
        }
        segments.sort(Comparator.comparing(segment -> segment.begin().orElse(Duration.ZERO)));
        return new RecordingTranscript(
                segments,
                Optional.of(request.language()),
                Optional.of(channels.get(0).duration()));
    }

    private List<Segment> transcribe(RecordedChannel channel, Request request) throws InterruptedException {
        JsonNode answer = ask(request, "recording.wav", channel.fileBytes(), channel::open);
        return TranscribedSegment.of(answer).stream()
                .filter(segment -> segment.isBelievable(hallucinations, channel.loudness(segment), request.hints()))
                .map(segment -> segment.on(channel.number()))
                .toList();
    }

    /** Of other files nothing is known here. */
    private RecordingTranscript transcribeAsItIs(Audio.Content recording, Request request) throws InterruptedException {
        JsonNode answer = ask(request, recording.name(), recording.lengthBytes(), recording.source());
        return new RecordingTranscript(
                TranscribedSegment.of(answer).stream()
                        .map(segment -> segment.on(OptionalInt.empty()))
                        .toList(),
                Optional.of(request.language()),
                Optional.empty());
    }

    private JsonNode ask(Request request, String name, long lengthBytes, Source source) throws InterruptedException {
        if (lengthBytes < 1 || lengthBytes > MAX_FILE_BYTES) {
            throw refused("The sound has " + lengthBytes + " bytes, and OpenAI takes files of 1 to " + MAX_FILE_BYTES
                    + "; transcribe it by another provider, or in parts.");
        }
        MultipartForm form = TranscriptionForm.of(settings, request.language(), request.hints(), true)
                .file("file", name, "application/octet-stream", lengthBytes, source);
        try (Reply reply = http.postUnattended(Stage.HEARING, form.to("/audio/transcriptions"), PATIENCE)) {
            JsonNode answer = Json.read(new String(reply.all(MAX_ANSWER_BYTES), StandardCharsets.UTF_8));
            if (!answer.path("text").isTextual() && !answer.path("segments").isArray()) {
                throw reply.failures()
                        .unexpected("the answer is '" + reply.contentType() + "' without a text; check the base URL.");
            }
            return answer;
        }
    }

    private static ProviderException refused(String message) {
        return new ProviderException(Stage.HEARING, message, false, null);
    }
}
