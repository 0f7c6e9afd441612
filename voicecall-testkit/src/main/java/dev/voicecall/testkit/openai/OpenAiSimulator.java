package dev.voicecall.testkit.openai;

import dev.voicecall.testkit.http.Server;
import java.net.URI;
import java.util.List;

/**
 * OpenAI on a loopback port: HTTP and WebSockets, as its clients find it at {@code api.openai.com}.
 *
 * <pre>{@code
 * try (OpenAiSimulator openAi = OpenAiSimulator.builder()
 *         .model(prompt -> Answer.say("You said: " + prompt.latest()))
 *         .start()) {
 *     client.connect(openAi.baseUrl(), openAi.apiKey());
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class OpenAiSimulator implements AutoCloseable {
    private final Server server;
    private final Api api;
    private final String apiKey;
    private final Runnable afterwards;

    OpenAiSimulator(Server server, Api api, String apiKey, Runnable afterwards) {
        this.server = server;
        this.api = api;
        this.apiKey = apiKey;
        this.afterwards = afterwards;
    }

    /** Describes a simulator. */
    public static OpenAiSimulatorBuilder builder() {
        return new OpenAiSimulatorBuilder();
    }

    /** What stands for {@code https://api.openai.com/v1}; WebSockets are on the same port. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1");
    }

    /** The only key that is accepted. */
    public String apiKey() {
        return apiKey;
    }

    /** All requests so far, in the order in which they came. */
    public List<OpenAiRequest> requests() {
        return api.requests();
    }

    /** All Realtime sessions so far, in the order in which they were begun. */
    public List<SimulatedSession> sessions() {
        return api.realtime().sessions();
    }

    /** Lets requests go wrong, after what was asked for before. */
    public void fail(OpenAiFault fault) {
        api.faults().add(fault, fault.times());
    }

    /** Breaks all connections off, takes no new ones, and blocks until they have ended, for five seconds at most; twice does nothing. */
    @Override
    public void close() {
        server.close();
        afterwards.run();
    }
}
