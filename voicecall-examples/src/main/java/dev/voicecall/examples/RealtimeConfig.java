package dev.voicecall.examples;

import dev.voicecall.openai.OpenAi;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the realtime agent has to know, from variables of the environment: the Twilio variables and {@code HOST} of
 * {@link ServiceConfig}, {@code PORT} (8090 by default), and its own. Immutable.
 *
 * @param twilio all variables, for the gateway, which picks its own among them
 * @param host the address to listen on
 * @param port the port to listen on
 * @param openAi by {@code OPENAI_API_KEY}, and if need be {@code OPENAI_BASE_URL}
 * @param maxCalls {@code MAX_CALLS}: how many calls there may be at once, 1 to 1000; 10 by default
 * @param apiKey {@code API_KEY}: what the console asks for; without it there is a console only if nobody but this machine gets there
 * @param relayMedia {@code RELAY_MEDIA}, as of {@link ServiceConfig}
 */
record RealtimeConfig(
        Map<String, String> twilio,
        String host,
        int port,
        OpenAi openAi,
        int maxCalls,
        Optional<Secret> apiKey,
        boolean relayMedia) {
    static final String DEFAULT_PORT = "8090";

    /**
     * The configuration that is in some variables. Those that are blank count as not set.
     *
     * @param findPublicUrl whether {@code PUBLIC_URL}, if it is not set, is asked of an ngrok agent on this machine
     * @throws ConfigException if something is missing or wrong; it names what
     */
    static RealtimeConfig of(Map<String, String> environment, boolean findPublicUrl) {
        Map<String, String> set = ServiceConfig.merge(Map.of("PORT", DEFAULT_PORT), environment);
        int port = ServiceConfig.number(set, "PORT", 8090, 65_535);
        OpenAi openAi = ServiceConfig.openAi(set);
        if (findPublicUrl && !set.containsKey("PUBLIC_URL")) {
            set = new HashMap<>(set);
            set.put("PUBLIC_URL", NgrokAgent.of(set).publicUrl(port));
        }
        ServiceConfig.requireAll(set);
        return new RealtimeConfig(
                Map.copyOf(set),
                set.getOrDefault("HOST", "127.0.0.1"),
                port,
                openAi,
                ServiceConfig.number(set, "MAX_CALLS", 10, 1_000),
                Optional.ofNullable(set.get("API_KEY")).map(Secret::new),
                ServiceConfig.truth(set, "RELAY_MEDIA"));
    }

    /** By which Twilio reaches the service. */
    URI publicUrl() {
        return ServiceConfig.publicUrl(twilio);
    }

    /** Whether there can be a console: with a key, or where nobody comes in from elsewhere. */
    boolean hasConsole() {
        return apiKey.isPresent()
                || (Loopback.is(host) && Loopback.is(publicUrl().getHost()));
    }

    /** Without anything secret. */
    @Override
    public String toString() {
        return "RealtimeConfig[" + host + ":" + port + ", " + openAi + ", maxCalls=" + maxCalls + "]";
    }
}
