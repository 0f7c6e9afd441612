package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import dev.voicecall.twilio.TwilioAccessTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the relay has to know, from variables of the environment: those of {@link ServiceConfig}, where {@code PORT} is 6000 and
 * {@code RELAY_MEDIA} true by default,
 * and its own. Immutable.
 *
 * @param service the server and the account
 * @param longestCall {@code MAX_CALL_SECONDS}: how long calls stay open, 1 to 600 s; 600 by default
 * @param transcribe {@code TRANSCRIBE}: whether to transcribe both sides; {@code false} by default
 * @param captures {@code CAPTURES_DIR}: where to keep the sound of calls, the last gigabyte of it; empty by default, nowhere
 * @param tokens by {@code TWILIO_APP_SID}, {@code TWILIO_API_KEY} and {@code TWILIO_API_SECRET}: access tokens for softphones; empty if there
 *     is no application
 */
record RelayConfig(
        ServiceConfig service,
        Duration longestCall,
        boolean transcribe,
        Optional<Path> captures,
        Optional<TwilioAccessTokens> tokens) {
    /** Those from 1024 on, by the <a href="https://fetch.spec.whatwg.org/#port-blocking">Fetch standard</a>. */
    private static final Set<Integer> BAD_PORTS = Set.of(
            1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
            10080);

    /**
     * The configuration that is in some variables. Those that are blank count as not set.
     *
     * @param directory in which the captures' directory is
     * @throws ConfigException if something is missing or wrong
     */
    static RelayConfig of(Map<String, String> environment, Path directory) {
        Map<String, String> set = ServiceConfig.merge(Map.of("PORT", "6000", "RELAY_MEDIA", "true"), environment);
        return new RelayConfig(
                ServiceConfig.of(set),
                Duration.ofSeconds(ServiceConfig.number(set, "MAX_CALL_SECONDS", 600, 600)),
                ServiceConfig.truth(set, "TRANSCRIBE"),
                Optional.ofNullable(set.get("CAPTURES_DIR")).map(directory::resolve),
                Optional.ofNullable(set.get("TWILIO_APP_SID")).map(application -> tokens(set)));
    }

    /** Whether browsers take no page from this port, so that nobody can watch from one. */
    boolean isRefusedByBrowsers() {
        return BAD_PORTS.contains(service.port());
    }

    private static TwilioAccessTokens tokens(Map<String, String> set) {
        try {
            return TwilioAccessTokens.of(set, Clock.systemUTC());
        } catch (VoiceCallException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
