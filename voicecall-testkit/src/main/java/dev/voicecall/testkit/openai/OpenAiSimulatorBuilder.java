package dev.voicecall.testkit.openai;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.http.Server;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes an {@link OpenAiSimulator}. Not safe for use by several threads. */
public final class OpenAiSimulatorBuilder {
    private String apiKey = "sk-proj-simulator-0123456789abcdefghijklmnop";
    private SimulatedModel model = prompt -> Answer.say("You said: " + prompt.latest());
    private SpeechToText ear = new FakeSpeechToText();
    private Optional<TextToSpeech> voice = Optional.empty();
    private Set<String> models = Set.of();
    private Duration thinking = Duration.ZERO;
    private Duration betweenTokens = Duration.ZERO;
    private double speechSpeed;
    private RealtimeBehaviour realtime = RealtimeBehaviour.usual();
    private String hallucination = "Thank you.";
    private int port;

    OpenAiSimulatorBuilder() {}

    /** The only key that is accepted; one that is no secret, by default. */
    public OpenAiSimulatorBuilder apiKey(String key) {
        this.apiKey = key;
        return this;
    }

    /** What thinks; says what it was told, by default. */
    public OpenAiSimulatorBuilder model(SimulatedModel model) {
        this.model = model;
        return this;
    }

    /** More names of models for chat, beside those that OpenAI has. */
    public OpenAiSimulatorBuilder models(String... names) {
        this.models = Set.of(names);
        return this;
    }

    /** What hears; understands {@link dev.voicecall.testkit.FakeSpeech}, by default. */
    public OpenAiSimulatorBuilder ear(SpeechToText ear) {
        this.ear = ear;
        return this;
    }

    /** What speaks; {@link dev.voicecall.testkit.FakeSpeech#sayAt24Kilohertz FakeSpeech}, by default. */
    public OpenAiSimulatorBuilder voice(TextToSpeech voice) {
        this.voice = Optional.of(voice);
        return this;
    }

    /** How long it takes to an answer's first token, sound or word; 0 by default. */
    public OpenAiSimulatorBuilder thinking(Duration time) {
        this.thinking = time;
        return this;
    }

    /** How long it takes from one token to the next; 0 by default. */
    public OpenAiSimulatorBuilder betweenTokens(Duration time) {
        this.betweenTokens = time;
        return this;
    }

    /**
     * How many seconds of speech are given away in a second; as many as can be, by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public OpenAiSimulatorBuilder speechSpeed(double times) {
        if (!(times > 0)) {
            throw new IllegalArgumentException("The speed is " + times + "; it must be positive.");
        }
        this.speechSpeed = times;
        return this;
    }

    /** How the Realtime side behaves; as {@linkplain RealtimeBehaviour#usual usual}, by default. */
    public OpenAiSimulatorBuilder realtime(RealtimeBehaviour behaviour) {
        this.realtime = behaviour;
        return this;
    }

    /** What is heard in a file without words; "Thank you." by default, as OpenAI does, empty for nothing. */
    public OpenAiSimulatorBuilder hallucination(String text) {
        this.hallucination = text;
        return this;
    }

    /** The port; any that is free, by default. */
    public OpenAiSimulatorBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Starts.
     *
     * @throws dev.voicecall.VoiceCallException if the port can't be had
     */
    public OpenAiSimulator start() {
        Scheduler time = Scheduler.system();
        try {
            Mind mind = new Mind(model, ear, voice.orElseGet(() -> new FakeTextToSpeech(time).at24Kilohertz()), time);
            Tempo tempo = new Tempo(time, thinking, betweenTokens, speechSpeed);
            Api api = new Api(
                    new Key(apiKey),
                    tempo,
                    new Realtime(mind, apiKey, realtime),
                    Map.of(
                            "/v1/chat/completions", new ChatEndpoint(mind, tempo, new Models(models)),
                            "/v1/audio/transcriptions", new TranscriptionEndpoint(mind, tempo, hallucination),
                            "/v1/audio/speech", new SpeechEndpoint(mind, tempo)));
            return new OpenAiSimulator(new Server(api, port, time), api, apiKey, time::close);
        } catch (RuntimeException e) {
            time.close();
            throw e;
        }
    }
}
