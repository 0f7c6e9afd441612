package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import dev.voicecall.openai.OpenAi;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the service has to know, from variables of the environment. Immutable.
 *
 * <p>Needed are {@code TWILIO_ACCOUNT_SID}, {@code TWILIO_AUTH_TOKEN}, {@code TWILIO_PHONE_NUMBER} and {@code PUBLIC_URL}.
 * Who can reach the service can make it ring any phone at the account's expense: where that is more than this machine, by
 * {@code PUBLIC_URL} or by {@code HOST}, an {@code API_KEY} is needed, too.
 *
 * @param twilio all variables, for the gateway, which picks its own among them
 * @param host {@code HOST}: the address to listen on; 127.0.0.1 by default
 * @param port {@code PORT}: the port to listen on, 1 to 65535; 5000 by default
 * @param apiKey {@code API_KEY}: what clients have to send as their bearer token; empty for nothing
 * @param corsOrigins {@code CORS_ORIGINS}, with commas between them: whose pages may use the service from a browser,
 *     such as {@code https://app.example.com}; none by default
 * @param allowedPrefixes {@code ALLOWED_PREFIXES}, with commas between them: the beginnings of the numbers that may be
 *     called, such as {@code +1,+44}; all by default
 * @param maxCallsPerMinute {@code MAX_CALLS_PER_MINUTE}: 1 to 1000; 60 by default
 * @param relayMedia {@code RELAY_MEDIA}: {@code true} if the sound of calls can be heard on the console; {@code false} by default,
 *     because Twilio charges for each stream of a call
 */
record ServiceConfig(
        Map<String, String> twilio,
        String host,
        int port,
        Optional<Secret> apiKey,
        Set<String> corsOrigins,
        List<String> allowedPrefixes,
        int maxCallsPerMinute,
        boolean relayMedia) {
    private static final List<String> NEEDED =
            List.of("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER", "PUBLIC_URL");
    private static final String PREFIX = "\\+[0-9]*";
    private static final String ORIGIN =
            "https?://[A-Za-z0-9.\\-]+(:[0-9]{1,5})?|https?://\\[[0-9A-Fa-f:]+](:[0-9]{1,5})?";

    /** Copies the collections; no prefix is taken for any prefix. */
    ServiceConfig {
        twilio = Map.copyOf(twilio);
        corsOrigins = Set.copyOf(corsOrigins);
        allowedPrefixes = allowedPrefixes.isEmpty() ? List.of("+") : List.copyOf(allowedPrefixes);
    }

    /**
     * The configuration that is in some variables. Those that are blank count as not set.
     *
     * @throws ConfigException if something is missing or wrong; it names all that is missing
     */
    static ServiceConfig of(Map<String, String> environment) {
        Map<String, String> set = withoutBlanks(environment);
        requireAll(set);
        ServiceConfig config = new ServiceConfig(
                set,
                set.getOrDefault("HOST", "127.0.0.1"),
                number(set, "PORT", 5000, 65_535),
                Optional.ofNullable(set.get("API_KEY")).map(Secret::new),
                Set.copyOf(list(set, "CORS_ORIGINS", ORIGIN, "an origin like https://app.example.com")),
                list(set, "ALLOWED_PREFIXES", PREFIX, "a plus sign followed by digits, like +44"),
                number(set, "MAX_CALLS_PER_MINUTE", 60, 1_000),
                truth(set, "RELAY_MEDIA"));
        config.requireKeyIfPublic(publicUrl(set));
        return config;
    }

    /** The variables of a file {@code .env} and of the environment, which wins where both have one; without blank ones. */
    static Map<String, String> merge(Map<String, String> file, Map<String, String> environment) {
        Map<String, String> merged = withoutBlanks(file);
        merged.putAll(withoutBlanks(environment));
        return merged;
    }

    /** @throws ConfigException if something is missing without which there are no calls, or a URL is none */
    static void requireAll(Map<String, String> variables) {
        List<String> missing = NEEDED.stream()
                .filter(name -> variables.getOrDefault(name, "").isBlank())
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigException("Not set: " + String.join(", ", missing)
                    + ". Set what is missing in the environment or in a file .env in the working directory.");
        }
        publicUrl(variables);
        url(variables, "TWILIO_API_BASE_URL", "https://api.twilio.com");
    }

    /** By which Twilio reaches the service. */
    URI publicUrl() {
        return publicUrl(twilio);
    }

    /** By which Twilio reaches a service with these variables. */
    static URI publicUrl(Map<String, String> variables) {
        return url(variables, "PUBLIC_URL", "https://calls.example.com");
    }

    private static URI url(Map<String, String> variables, String name, String example) {
        try {
            URI url = new URI(variables.getOrDefault(name, example));
            if (url.getHost() != null && String.valueOf(url.getScheme()).matches("https?")) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            // its message would quote it
        }
        throw new ConfigException(name + " has to be a URL like " + example + ".");
    }

    private static Map<String, String> withoutBlanks(Map<String, String> variables) {
        Map<String, String> set = new LinkedHashMap<>(variables);
        set.values().removeIf(String::isBlank);
        return set;
    }

    private void requireKeyIfPublic(URI publicUrl) {
        if (apiKey.isPresent() || (Loopback.is(publicUrl.getHost()) && Loopback.is(host))) {
            return;
        }
        throw new ConfigException("API_KEY is not set, but " + (Loopback.is(host) ? "PUBLIC_URL" : "HOST")
                + " lets in more than this machine: anybody could make calls at your expense."
                + " Set API_KEY to something long and random, for example the output of: openssl rand -hex 32");
    }

    /** @throws ConfigException if {@code OPENAI_API_KEY} is missing, or something of OpenAI's is wrong */
    static OpenAi openAi(Map<String, String> set) {
        try {
            return OpenAi.of(set);
        } catch (VoiceCallException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    static int number(Map<String, String> set, String name, int otherwise, int most) {
        String text = set.getOrDefault(name, Integer.toString(otherwise)).strip();
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw new ConfigException(name + " has to be a number from 1 to " + most + ".");
        }
        return Integer.parseInt(text);
    }

    /** @throws ConfigException if it is set and neither {@code true} nor {@code false} */
    static boolean truth(Map<String, String> set, String name) {
        String text = set.getOrDefault(name, "false").strip();
        if (!text.matches("true|false")) {
            throw new ConfigException(name + " has to be true or false.");
        }
        return text.equals("true");
    }

    private static List<String> list(Map<String, String> set, String name, String pattern, String what) {
        List<String> items = new ArrayList<>();
        for (String item : set.getOrDefault(name, "").split(",", -1)) {
            if (item.isBlank()) {
                continue;
            }
            if (!item.strip().matches(pattern)) {
                throw new ConfigException(name + " has something in it that is not " + what + ".");
            }
            items.add(item.strip());
        }
        return items;
    }

    /** Without anything secret. */
    @Override
    public String toString() {
        return "ServiceConfig[" + host + ":" + port + ", apiKey=" + (apiKey.isPresent() ? "set" : "none")
                + ", corsOrigins=" + corsOrigins + ", allowedPrefixes=" + allowedPrefixes
                + ", relayMedia=" + relayMedia + "]";
    }
}
