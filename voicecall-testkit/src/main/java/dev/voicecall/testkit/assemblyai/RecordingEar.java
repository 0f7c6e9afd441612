package dev.voicecall.testkit.assemblyai;

import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Hears recordings: by a script, else what the ear makes of all that is not silent. Safe for use by many threads.
 *
 * @param script what is on a file, if it knows it
 * @param ear hears μ-law
 */
record RecordingEar(Function<byte[], Optional<RecordingTranscript>> script, SpeechToText ear, Scheduler time) {
    private static final double SURE = 0.9;

    /** @throws IOException if it can't be read */
    RecordingTranscript hear(byte[] file, boolean multichannel) throws IOException, InterruptedException {
        Optional<RecordingTranscript> scripted = script.apply(file);
        if (scripted.isPresent()) {
            return scripted.get();
        }
        List<RecordedSound> channels = RecordedSound.of(file, multichannel);
        List<Segment> segments = new ArrayList<>();
        Duration length = Duration.ZERO;
        for (int i = 0; i < channels.size(); i++) {
            OptionalInt channel = multichannel ? OptionalInt.of(i + 1) : OptionalInt.empty();
            length = channels.get(i).length();
            for (RecordedSound.Stretch stretch : channels.get(i).stretches()) {
                segment(stretch, channel).ifPresent(segments::add);
            }
        }
        segments.sort(Comparator.comparing(segment -> segment.begin().orElseThrow()));
        return new RecordingTranscript(segments, Optional.empty(), Optional.of(length));
    }

    private Optional<Segment> segment(RecordedSound.Stretch stretch, OptionalInt channel) throws InterruptedException {
        Words words = listen(stretch.sound());
        if (words.text().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Segment(
                channel.isPresent() ? Optional.empty() : Optional.of("A"),
                channel,
                words.text(),
                Optional.of(stretch.begin()),
                Optional.of(stretch.end()),
                OptionalDouble.of(words.confidence().orElse(SURE))));
    }

    private Words listen(byte[] sound) throws InterruptedException {
        Heard heard = new Heard(new CompletableFuture<>());
        SpeechToText.Request request = new SpeechToText.Request("en", List.of(), time);
        try (SpeechToText.Transcription listening = ear.open(request, heard)) {
            listening.audio(sound);
            listening.endUtterance();
            return heard.words().get();
        } catch (ExecutionException e) {
            return Words.NONE;
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
}
