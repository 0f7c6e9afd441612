package dev.voicecall.testkit.assemblyai;

import dev.voicecall.RecordingTranscript;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.http.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Describes an {@link AssemblyAiSimulator}. Not safe for use by several threads. */
public final class AssemblyAiSimulatorBuilder {
    private String apiKey = "0123456789abcdef0123456789abcdef";
    private Set<String> otherKeys = Set.of();
    private SpeechToText ear = new FakeSpeechToText().withInterimWords();
    private Function<byte[], Optional<RecordingTranscript>> script = file -> Optional.empty();
    private Duration queueing = Duration.ofMillis(50);
    private Duration processing = Duration.ofMillis(100);
    private Duration webhookPause = Duration.ofSeconds(10);
    private StreamingBehaviour streaming = StreamingBehaviour.usual();
    private int port;

    AssemblyAiSimulatorBuilder() {}

    /** The key that is accepted; one that is no secret, by default. */
    public AssemblyAiSimulatorBuilder apiKey(String key) {
        this.apiKey = key;
        return this;
    }

    /** Keys of other projects, which are accepted too, but can't use this one's uploads. */
    public AssemblyAiSimulatorBuilder otherProjects(String... keys) {
        this.otherKeys = Set.of(keys);
        return this;
    }

    /** What hears; understands {@link dev.voicecall.testkit.FakeSpeech}, by default. */
    public AssemblyAiSimulatorBuilder ear(SpeechToText ear) {
        this.ear = ear;
        return this;
    }

    /**
     * What is on files that the ear does not understand, for example with the speech of real people.
     *
     * @param script is given the whole file, and asked before the ear; empty if it does not know it either
     */
    public AssemblyAiSimulatorBuilder transcripts(Function<byte[], Optional<RecordingTranscript>> script) {
        this.script = script;
        return this;
    }

    /** How long a transcript is {@code queued}; 50 ms by default. */
    public AssemblyAiSimulatorBuilder queueing(Duration time) {
        this.queueing = time;
        return this;
    }

    /** How long a transcript is {@code processing}, at least; 100 ms by default. */
    public AssemblyAiSimulatorBuilder processing(Duration time) {
        this.processing = time;
        return this;
    }

    /** How long to wait before a webhook is called again; 10 s by default. */
    public AssemblyAiSimulatorBuilder webhookPause(Duration time) {
        this.webhookPause = time;
        return this;
    }

    /** How streaming behaves; as {@linkplain StreamingBehaviour#usual usual}, by default. */
    public AssemblyAiSimulatorBuilder streaming(StreamingBehaviour behaviour) {
        this.streaming = behaviour;
        return this;
    }

    /** The port; any that is free, by default. */
    public AssemblyAiSimulatorBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Starts.
     *
     * @throws dev.voicecall.VoiceCallException if the port can't be had
     */
    public AssemblyAiSimulator start() {
        Scheduler time = Scheduler.system();
        try {
            Set<String> keys = new TreeSet<>(otherKeys);
            keys.add(apiKey);
            RecordingEar recordingEar = new RecordingEar(script, ear, time);
            Jobs jobs = new Jobs(recordingEar, time, queueing, processing, new WebhookSender(time, webhookPause));
            Api api = new Api(keys, time, jobs, new Streaming(keys, ear, time, streaming));
            return new AssemblyAiSimulator(new Server(api, port, time), api, apiKey, time::close);
        } catch (RuntimeException e) {
            time.close();
            throw e;
        }
    }
}
