package dev.voicecall.assemblyai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.WebServer;
import dev.voicecall.spi.WebSocketClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of {@link AssemblyAi}. Not safe for use by several threads. */
public final class AssemblyAiBuilder {
    private static final URI BASE_URL = URI.create("https://api.assemblyai.com");

    private final String key;
    private URI baseUrl = BASE_URL;
    private @Nullable URI streamingUrl;
    private Duration connectTimeout = Duration.ofSeconds(3);
    private Duration timeout = Duration.ofSeconds(30);
    private @Nullable WebSocketClient webSockets;
    private @Nullable WebServer webhookServer;
    private Optional<URI> webhookUrl = Optional.empty();

    AssemblyAiBuilder(String key) {
        if (key.isBlank() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "The API key is blank, or has a character that is not printable ASCII in it (perhaps a line break).");
        }
        this.key = key;
    }

    /**
     * Takes what is set among {@code ASSEMBLYAI_API_KEY}, {@code ASSEMBLYAI_BASE_URL} and {@code ASSEMBLYAI_STREAMING_URL}. Blank is
     * not set.
     *
     * @throws VoiceCallException if the key is not set, or one of them is wrong
     */
    static AssemblyAiBuilder of(Map<String, String> variables) {
        String key = variables.getOrDefault("ASSEMBLYAI_API_KEY", "");
        if (key.isBlank()) {
            throw new VoiceCallException("ASSEMBLYAI_API_KEY is not set. Take a key from"
                    + " https://www.assemblyai.com/dashboard/api-keys and put it into the environment.");
        }
        try {
            AssemblyAiBuilder builder = new AssemblyAiBuilder(key.strip());
            set(variables, "ASSEMBLYAI_BASE_URL").ifPresent(builder::baseUrl);
            set(variables, "ASSEMBLYAI_STREAMING_URL").ifPresent(builder::streamingUrl);
            return builder;
        } catch (IllegalArgumentException e) {
            throw new VoiceCallException("The environment is wrong: " + e.getMessage(), e);
        }
    }

    private static Optional<String> set(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Where REST is; {@code https://api.assemblyai.com} by default, {@code https://api.eu.assemblyai.com} in the EU.
     *
     * @throws IllegalArgumentException if it isn't an absolute URL of http or https
     */
    public AssemblyAiBuilder baseUrl(String url) {
        this.baseUrl = base(url, "https", "http")
                .orElseThrow(() -> new IllegalArgumentException(
                        "The base URL must be like " + BASE_URL + ", without a user or a query; it is not."));
        return this;
    }

    /**
     * Where streaming is; by default beside {@link #baseUrl}: at {@code streaming.X} if that is at {@code api.X}, else at the same host
     * and port.
     *
     * @throws IllegalArgumentException if it isn't an absolute URL of ws or wss
     */
    public AssemblyAiBuilder streamingUrl(String url) {
        this.streamingUrl = base(url, "wss", "ws")
                .orElseThrow(() -> new IllegalArgumentException("The streaming URL must be like"
                        + " wss://streaming.assemblyai.com, without a user or a query; it is not."));
        return this;
    }

    /** Without what {@link URISyntaxException} says, which is all of it, perhaps with a password. */
    private static Optional<URI> base(String url, String secure, String plain) {
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean fits = Set.of(secure, plain).contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
            return fits ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** How long a connection may take to stand; 100 ms to 1 min, 3 s by default. */
    public AssemblyAiBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = requireTime("connectTimeout", timeout);
        return this;
    }

    /**
     * How long a request may stand still, and how long an utterance's words may take; 100 ms to 1 min, 30 s by default for requests. Of
     * a call, where somebody waits, no more than 10 s are waited.
     */
    public AssemblyAiBuilder timeout(Duration timeout) {
        this.timeout = requireTime("timeout", timeout);
        return this;
    }

    private static Duration requireTime(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be 100 ms to 1 min.");
        }
        return value;
    }

    /** What opens streaming connections; {@link WebSocketClient#system()} by default. */
    public AssemblyAiBuilder webSocketClient(WebSocketClient client) {
        this.webSockets = client;
        return this;
    }

    /**
     * Lets AssemblyAI tell when a transcript is ready, so that it is there at once. It is asked for nevertheless, in case the call
     * does not come. Calls must bring a secret that is made for this {@link AssemblyAi}.
     *
     * @param server on which its path is mounted by {@link #build()}; must not have started yet
     * @param url by which AssemblyAI reaches the server, for example {@code https://example.com/assemblyai/ready}
     * @throws IllegalArgumentException if the URL isn't an absolute one of http or https with a path
     */
    public AssemblyAiBuilder webhook(WebServer server, String url) {
        this.webhookServer = server;
        this.webhookUrl = base(url, "https", "http")
                .filter(known -> known.getPath().length() > 1)
                .or(() -> {
                    throw new IllegalArgumentException(
                            "The webhook's URL must be like https://example.com/assemblyai/ready; it is not.");
                });
        return this;
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalStateException if the webhook can't be mounted: the server has started, or the path is taken
     */
    public AssemblyAi build() {
        WebSocketClient client = webSockets == null ? WebSocketClient.system() : webSockets;
        URI streaming = streamingUrl == null ? beside(baseUrl) : streamingUrl;
        Optional<Webhook> webhook = webhookUrl.map(Webhook::new);
        if (webhookServer != null) {
            webhook.orElseThrow().mount(webhookServer);
        }
        return new AssemblyAi(new Account(key, baseUrl, streaming, connectTimeout, timeout, client), webhook);
    }

    private static URI beside(URI base) {
        String url = base.toString();
        return URI.create("ws" + url.substring("http".length()).replaceFirst("^(s?://)api\\.", "$1streaming."));
    }
}
