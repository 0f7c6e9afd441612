package dev.voicecall.testkit.assemblyai;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.AudioFormat.Encoding;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session's URL asks for. Immutable.
 *
 * @param values by name, decoded
 */
record StreamingParameters(Map<String, String> values) {
    static StreamingParameters of(URI uri) {
        Map<String, String> values = new HashMap<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                values.put(
                        parameter.substring(0, equals),
                        URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new StreamingParameters(values);
    }

    AudioFormat format() {
        boolean muLaw = values.getOrDefault("encoding", "pcm_s16le").equals("pcm_mulaw");
        int sampleRateHz = Integer.parseInt(values.getOrDefault("sample_rate", "16000"));
        return new AudioFormat(muLaw ? Encoding.MULAW : Encoding.PCM16, sampleRateHz);
    }

    boolean formatTurns() {
        return values.getOrDefault("format_turns", "false").equals("true");
    }

    /** How much silence ends a turn: little, as the simulator is always sure, unless it must be surer than sure. */
    Duration endOfTurnSilence() {
        boolean sure = Double.parseDouble(values.getOrDefault("end_of_turn_confidence_threshold", "0.4")) < 1;
        return Duration.ofMillis(
                sure
                        ? number("min_turn_silence").orElse(400L)
                        : number("max_turn_silence").orElse(1_280L));
    }

    Optional<Duration> inactivityTimeout() {
        return number("inactivity_timeout").map(Duration::ofSeconds);
    }

    private Optional<Long> number(String name) {
        return Optional.ofNullable(values.get(name)).map(Long::parseLong);
    }
}
