package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.Optional;

/** Where a document comes from: an address, or it is given itself. Immutable. */
record TwimlSource(Optional<Endpoint> endpoint, String text) {
    static TwimlSource at(Endpoint endpoint) {
        return new TwimlSource(Optional.of(endpoint), "");
    }

    static TwimlSource text(String twiml) {
        return new TwimlSource(Optional.empty(), twiml);
    }

    Optional<URI> url() {
        return endpoint.map(Endpoint::url);
    }
}
