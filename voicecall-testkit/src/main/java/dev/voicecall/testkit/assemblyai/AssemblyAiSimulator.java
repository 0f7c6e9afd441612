package dev.voicecall.testkit.assemblyai;

import dev.voicecall.testkit.http.Server;
import java.net.URI;
import java.util.List;

/**
 * AssemblyAI on a loopback port, as its clients find it at {@code api.assemblyai.com}: uploads, transcripts,
 * webhooks, and streaming as a WebSocket on the same port.
 *
 * <pre>{@code
 * try (AssemblyAiSimulator assemblyAi = AssemblyAiSimulator.builder().start()) {
 *     client.connect(assemblyAi.baseUrl(), assemblyAi.apiKey());
 * }
 * }</pre>
 *
 * <p>It understands WAV files in which {@link dev.voicecall.testkit.FakeSpeech} is spoken, and those that it is told of. Sound is
 * fetched from URLs of this machine only. Safe for use by many threads.
 */
public final class AssemblyAiSimulator implements AutoCloseable {
    private final Server server;
    private final Api api;
    private final String apiKey;
    private final Runnable afterwards;

    AssemblyAiSimulator(Server server, Api api, String apiKey, Runnable afterwards) {
        this.server = server;
        this.api = api;
        this.apiKey = apiKey;
        this.afterwards = afterwards;
    }

    /** Describes a simulator. */
    public static AssemblyAiSimulatorBuilder builder() {
        return new AssemblyAiSimulatorBuilder();
    }

    /** What stands for {@code https://api.assemblyai.com}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** The key that is accepted. */
    public String apiKey() {
        return apiKey;
    }

    /** All requests so far, in the order in which they came. */
    public List<AssemblyAiRequest> requests() {
        return api.requests();
    }

    /** All streaming sessions that have begun, in order. */
    public List<SimulatedStream> sessions() {
        return api.streaming().sessions();
    }

    /** All calls of webhooks so far, in the order in which they were answered. */
    public List<WebhookAttempt> webhooks() {
        return api.jobs().webhooks().attempts();
    }

    /** Lets requests go wrong, after what was asked for before. */
    public void fail(AssemblyAiFault fault) {
        api.faults().add(fault, fault.times());
    }

    /** Lets the next transcript that is made become an error, of which a {@code GET} tells with status 200. */
    public void failTranscript(String error) {
        api.jobs().failNext(error);
    }

    /** Breaks all connections off, takes no new ones, and blocks until they have ended, for five seconds at most; twice does nothing. */
    @Override
    public void close() {
        server.close();
        afterwards.run();
    }
}
