package dev.voicecall.openai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.WebSocketClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of {@link OpenAi}. Not safe for use by several threads. */
public final class OpenAiBuilder {
    private static final URI BASE_URL = URI.create("https://api.openai.com/v1");

    private final String key;
    private URI baseUrl = BASE_URL;
    private Optional<String> organization = Optional.empty();
    private Optional<String> project = Optional.empty();
    private Duration connectTimeout = Duration.ofSeconds(3);
    private Duration timeout = Duration.ofSeconds(10);
    private @Nullable WebSocketClient webSockets;

    OpenAiBuilder(String key) {
        this.key = requireHeader("The API key", key);
    }

    /**
     * Takes what is set among {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}, {@code OPENAI_ORG_ID} and
     * {@code OPENAI_PROJECT_ID}. Blank is not set.
     *
     * @throws VoiceCallException if the key is not set, or one of them is wrong
     */
    static OpenAiBuilder of(Map<String, String> variables) {
        String key = variables.getOrDefault("OPENAI_API_KEY", "");
        if (key.isBlank()) {
            throw new VoiceCallException("OPENAI_API_KEY is not set. Make a key at https://platform.openai.com/api-keys"
                    + " and put it into the environment.");
        }
        try {
            OpenAiBuilder builder = new OpenAiBuilder(key.strip());
            set(variables, "OPENAI_BASE_URL").ifPresent(builder::baseUrl);
            set(variables, "OPENAI_ORG_ID").ifPresent(builder::organization);
            set(variables, "OPENAI_PROJECT_ID").ifPresent(builder::project);
            return builder;
        } catch (IllegalArgumentException e) {
            throw new VoiceCallException("The environment is wrong: " + e.getMessage(), e);
        }
    }

    private static Optional<String> set(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Where the API is; {@code https://api.openai.com/v1} by default. Any server that speaks the same protocol may do.
     *
     * @throws IllegalArgumentException if it isn't an absolute URL of http or https
     */
    public OpenAiBuilder baseUrl(String url) {
        this.baseUrl = parsed(url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .filter(OpenAiBuilder::isBase)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The base URL must be like " + BASE_URL + ", without a user or a query; it is not."));
        return this;
    }

    private static boolean isBase(URI uri) {
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        return web
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null;
    }

    /** Without what {@link URISyntaxException} says, which is all of it, perhaps with a password. */
    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whose account it is, if the key belongs to several organizations. */
    public OpenAiBuilder organization(String id) {
        this.organization = Optional.of(requireHeader("The organization", id));
        return this;
    }

    /** Which project is to be charged. */
    public OpenAiBuilder project(String id) {
        this.project = Optional.of(requireHeader("The project", id));
        return this;
    }

    /** How long a connection may take to stand; 100 ms to 1 min, 3 s by default. */
    public OpenAiBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = requireTime("connectTimeout", timeout);
        return this;
    }

    /**
     * How long an answer may take to begin, and then to go on; 100 ms to 1 min, 10 s by default: somebody is waiting on the
     * phone.
     */
    public OpenAiBuilder timeout(Duration timeout) {
        this.timeout = requireTime("timeout", timeout);
        return this;
    }

    /** What opens Realtime connections; {@link WebSocketClient#system()} by default. */
    public OpenAiBuilder webSocketClient(WebSocketClient client) {
        this.webSockets = client;
        return this;
    }

    /** Connects to nothing yet. */
    public OpenAi build() {
        WebSocketClient client = webSockets == null ? WebSocketClient.system() : webSockets;
        return new OpenAi(new Account(key, baseUrl, organization, project, connectTimeout, timeout, client));
    }

    private static Duration requireTime(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(100)) < 0 || value.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be 100 ms to 1 min.");
        }
        return value;
    }

    private static String requireHeader(String name, String value) {
        if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    name + " is blank, or has a character that is not printable ASCII in it (perhaps a line break).");
        }
        return value;
    }
}
