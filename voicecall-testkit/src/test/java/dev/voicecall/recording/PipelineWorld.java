package dev.voicecall.recording;

import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingListener;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.TranscriptionOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A carrier and a store that outlive processes, and the lives of processes with a pipeline. Whatever a life does outside of itself
 * passes a point, before it has an effect and after it had; there its {@link Fate} may strike. A recording's sound is its words.
 */
final class PipelineWorld {
    final Map<String, Recording> carrier = new LinkedHashMap<>();
    final Map<String, Recording> store = new LinkedHashMap<>();
    final Map<String, Integer> transcriptsWritten = new TreeMap<>();
    final Map<String, Integer> transcribed = new TreeMap<>();
    final List<String> told = new ArrayList<>();
    final List<VoiceCallException> problems = new ArrayList<>();
    TranscriptionOptions options = TranscriptionOptions.DEFAULT;

    /** Strikes, by an exception, or not. */
    @FunctionalInterface
    interface Fate {
        Fate NONE = point -> {};

        void at(String point);
    }

    /** The carrier has a recording, of a call whose name says so. */
    Recording at(String id, State state) {
        Recording recording = Recording.of(id, "call of " + id, state, 1);
        carrier.put(id, recording);
        return recording;
    }

    long told(String news) {
        return told.stream().filter(news::equals).count();
    }

    Life live(Fate fate) {
        return new Life(fate);
    }

    /** A process, from its start until it is not run any more. */
    final class Life {
        final VirtualScheduler time = new VirtualScheduler();
        final RecordingPipeline pipeline;
        /** How long a transcription takes. */
        Duration transcription = Duration.ofSeconds(3);

        int atOnce;
        int mostAtOnce;
        private final Fate fate;

        private Life(Fate fate) {
            this.fate = fate;
            RecordingArchive archive = new Archive();
            pipeline = new RecordingPipeline(
                    time, new Store(), () -> Optional.of(archive), new Words(), options, new Ear());
        }

        Life start() {
            pipeline.start();
            return this;
        }

        Life hears(Recording... news) {
            for (Recording recording : news) {
                pipeline.onRecording(recording);
            }
            return this;
        }

        /** Until nothing is left to be done. */
        void toEnd() {
            time.runToEnd();
            time.close();
        }

        private final class Store implements CallStore {
            @Override
            public Optional<Recording> findRecording(String id) {
                fate.at("find");
                return Optional.ofNullable(store.get(id));
            }

            @Override
            public void save(Recording recording) {
                fate.at("save");
                Recording before = store.put(recording.id(), recording);
                boolean hadNone = before == null || before.transcript().isEmpty();
                if (recording.transcript().isPresent()
                        && (hadNone || !before.transcript().equals(recording.transcript()))) {
                    transcriptsWritten.merge(recording.id(), 1, Integer::sum);
                }
                fate.at("saved");
            }

            @Override
            public List<Recording> unfinishedRecordings(int limit) {
                fate.at("unfinished");
                return store.values().stream()
                        .filter(recording ->
                                !recording.state().isFinal() || recording.processing() == Processing.PENDING)
                        .limit(limit)
                        .toList();
            }

            @Override
            public void save(CallRecord call) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<CallRecord> find(String id) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CallPage list(CallQuery query) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void delete(String id) {
                throw new UnsupportedOperationException();
            }
        }

        private final class Archive implements RecordingArchive {
            @Override
            public InputStream download(Recording recording, long maxBytes) {
                fate.at("download");
                Recording there = carrier.get(recording.id());
                if (there == null || there.state() != State.COMPLETED) {
                    throw new CarrierException("There is no sound, or not yet.", 20_404, true, null);
                }
                return new Bounded(recording.id().getBytes(StandardCharsets.UTF_8), maxBytes);
            }

            @Override
            public Optional<Recording> find(String id) {
                fate.at("look up");
                fate.at("look up " + id);
                return Optional.ofNullable(carrier.get(id));
            }

            @Override
            public List<Recording> ofCall(String callId) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void delete(String id) {
                fate.at("delete");
                carrier.remove(id);
                fate.at("deleted");
            }

            @Override
            public Optional<String> idOf(URI url) {
                throw new UnsupportedOperationException();
            }
        }

        /** Breaks off as soon as more was read than allowed, as a carrier's client does. */
        private static final class Bounded extends ByteArrayInputStream {
            private final long maxBytes;

            Bounded(byte[] sound, long maxBytes) {
                super(sound);
                this.maxBytes = maxBytes;
            }

            @Override
            public int read(byte[] out, int offset, int length) {
                int read = super.read(out, offset, length);
                if (pos > maxBytes) {
                    throw new UncheckedIOException(new IOException("It is longer than " + maxBytes + " bytes."));
                }
                return read;
            }
        }

        private final class Words implements Transcriber {
            @Override
            public RecordingTranscript transcribe(Audio audio, Request request)
                    throws IOException, InterruptedException {
                Audio.Content content = (Audio.Content) audio;
                mostAtOnce = Math.max(mostAtOnce, ++atOnce);
                try {
                    fate.at("transcribe");
                    pass(transcription);
                    return transcript(content);
                } finally {
                    atOnce--;
                }
            }

            private RecordingTranscript transcript(Audio.Content content) throws IOException {
                try (InputStream in = content.source().open()) {
                    String words = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    transcribed.merge(words, 1, Integer::sum);
                    return new RecordingTranscript(
                            List.of(new Segment(
                                    Optional.empty(),
                                    OptionalInt.empty(),
                                    words + ", time " + transcribed.get(words),
                                    Optional.empty(),
                                    Optional.empty(),
                                    OptionalDouble.empty())),
                            Optional.empty(),
                            Optional.empty());
                }
            }

            private void pass(Duration duration) throws InterruptedException {
                CompletableFuture<Void> over = new CompletableFuture<>();
                time.schedule(duration, time.executor(), () -> over.complete(null));
                time.await(over);
            }
        }

        private final class Ear implements RecordingListener {
            @Override
            public void onRecording(Recording recording) {
                fate.at("tell");
                told.add(recording.id() + " " + recording.state());
            }

            @Override
            public void onTranscribed(Recording recording) {
                fate.at("tell");
                told.add(recording.id() + ": "
                        + recording.transcript().orElseThrow().text());
                fate.at("told");
            }

            @Override
            public void onFailed(Recording recording, VoiceCallException problem) {
                fate.at("tell");
                told.add(recording.id() + " " + recording.processing());
                problems.add(problem);
                fate.at("told");
            }
        }
    }
}
