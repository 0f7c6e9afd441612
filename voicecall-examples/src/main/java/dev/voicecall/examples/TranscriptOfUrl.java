package dev.voicecall.examples;

import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.TranscriptionOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * {@code GET /get-transcript?url=}: what was said on a recording of the account's. The URL only says which recording is meant. It is not
 * fetched: what is, is the recording of that name, from Twilio. So no URL leads to another place, or our credentials there. No recording is
 * transcribed twice at the same time. Safe for use by many threads.
 */
final class TranscriptOfUrl implements WorkerHandler.Work {
    private static final TranscriptionOptions OPTIONS = TranscriptionOptions.DEFAULT;

    private final Supplier<RecordingArchive> archive;
    private final CallStore store;
    private final Transcriber transcriber;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    TranscriptOfUrl(Supplier<RecordingArchive> archive, CallStore store, Transcriber transcriber) {
        this.archive = archive;
        this.store = store;
        this.transcriber = transcriber;
    }

    @Override
    public HttpResponse answer(HttpRequest request) throws InterruptedException {
        String id = recording(FormParameters.parse(request.query()).first("url").orElse(""));
        Optional<Recording> kept = store.findRecording(id);
        Optional<RecordingTranscript> known = kept.flatMap(Recording::transcript);
        if (known.isPresent()) {
            return answer(id, known.get());
        }
        boolean pending =
                kept.filter(one -> one.processing() == Processing.PENDING).isPresent();
        return pending || !underWay.add(id) ? beingTranscribed() : transcript(id);
    }

    private HttpResponse transcript(String id) throws InterruptedException {
        try {
            Optional<Recording> recording = archive.get().find(id);
            return recording.isPresent()
                    ? answer(id, transcribe(recording.get()))
                    : Json.error(404, "There is no such recording.");
        } finally {
            underWay.remove(id);
        }
    }

    /** A second transcription would cost a second time. */
    private static HttpResponse beingTranscribed() {
        return Json.error(409, "The recording is being transcribed; ask again later.");
    }

    private String recording(String url) {
        try {
            return archive.get().idOf(new URI(url)).orElseThrow(TranscriptOfUrl::foreign);
        } catch (URISyntaxException e) {
            throw foreign();
        }
    }

    private static BadRequestException foreign() {
        return new BadRequestException("url has to be that of a recording of this account at Twilio, like"
                + " https://api.twilio.com/2010-04-01/Accounts/AC…/Recordings/RE….");
    }

    private static HttpResponse answer(String id, RecordingTranscript transcript) {
        return Json.response(
                200,
                Json.object()
                        .put("sid", id)
                        .put("transcript", transcript.text())
                        .set("segments", CallJson.transcript(transcript).get("segments")));
    }

    private RecordingTranscript transcribe(Recording recording) throws InterruptedException {
        try {
            Path file = Files.createTempFile("recording", ".wav");
            try {
                try (InputStream sound = archive.get().download(recording, OPTIONS.maxBytes())) {
                    Files.copy(sound, file, StandardCopyOption.REPLACE_EXISTING);
                }
                return transcriber.transcribe(
                        new Transcriber.Audio.Content(
                                recording.id() + ".wav", Files.size(file), () -> Files.newInputStream(file)),
                        new Transcriber.Request(OPTIONS.language(), recording.channels(), OPTIONS.hints()));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new VoiceCallException("The recording " + recording.id() + " can't be read.", e);
        }
    }
}
