package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Twilio says of itself when it opens a stream. */
final class StreamHandshake {
    private StreamHandshake() {}

    /** The headers of the handshake: signed like a request without parameters, by the URL as it is connected to. */
    static Map<String, String> headers(Simulation simulation, URI url) {
        Faults faults = simulation.faults();
        StreamFaults streams = faults.streams();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Twilio.TmeWs/1.0");
        if (faults.has(Faults.Quirk.NO_SIGNATURE) || streams.has(StreamFaults.Quirk.NO_SIGNATURE)) {
            return headers;
        }
        boolean wrong = faults.has(Faults.Quirk.WRONG_SIGNATURE) || streams.has(StreamFaults.Quirk.WRONG_SIGNATURE);
        String token = (wrong ? "not-" : "") + simulation.account().authToken();
        headers.put("x-twilio-signature", new TwilioSigner(token).sign(url, new FormParameters(Map.of())));
        return headers;
    }
}
