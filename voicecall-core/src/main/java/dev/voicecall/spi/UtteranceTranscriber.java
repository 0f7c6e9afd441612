package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.audio.WavReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Has a recognizer of live speech hear a WAV file, one channel after the other. Safe for use by many threads. */
final class UtteranceTranscriber implements Transcriber {
    private final SpeechToText recognizer;
    private final VoiceActivityDetector detector;
    private final Scheduler scheduler;

    UtteranceTranscriber(SpeechToText recognizer, VoiceActivityDetector detector, Scheduler scheduler) {
        this.recognizer = recognizer;
        this.detector = detector;
        this.scheduler = scheduler;
    }

    @Override
    public RecordingTranscript transcribe(Audio audio, Request request) throws IOException, InterruptedException {
        if (!(audio instanceof Audio.Content content)) {
            throw new ProviderException(
                    Stage.HEARING,
                    "A recognizer on this machine fetches no URLs; download the sound and give it as Audio.Content.",
                    false,
                    null);
        }
        List<Segment> segments = new ArrayList<>();
        Duration duration;
        boolean more;
        int channel = 0;
        do {
            try (WavReader wav = open(content, request, channel)) {
                boolean apart = request.channels() == 2 && wav.channels() == 2;
                duration = hear(wav, request, apart ? OptionalInt.of(channel + 1) : OptionalInt.empty(), segments);
                more = apart && ++channel < 2;
            }
        } while (more);
        segments.sort(Comparator.comparing(segment -> segment.begin().orElse(Duration.ZERO)));
        return new RecordingTranscript(segments, Optional.of(request.language()), Optional.of(duration));
    }

    private static WavReader open(Audio.Content content, Request request, int channel) throws IOException {
        return request.channels() == 2
                ? WavReader.openChannel(content.source().open(), channel)
                : WavReader.open(content.source().open());
    }

    private Duration hear(WavReader wav, Request request, OptionalInt channel, List<Segment> segments)
            throws IOException, InterruptedException {
        SpeechToText.Request wanted = new SpeechToText.Request(request.language(), request.hints(), scheduler);
        try (UtteranceEar ear = new UtteranceEar(recognizer, wanted)) {
            UtteranceSplitter splitter =
                    new UtteranceSplitter(recognizer.format(), detector.start(), (sound, begin, end) -> {
                        SpeechToText.Words words = ear.hear(sound);
                        if (!words.text().isBlank()) {
                            segments.add(new Segment(
                                    Optional.empty(),
                                    channel,
                                    words.text(),
                                    Optional.of(begin),
                                    Optional.of(end),
                                    words.confidence()));
                        }
                    });
            return splitter.split(wav);
        }
    }
}
