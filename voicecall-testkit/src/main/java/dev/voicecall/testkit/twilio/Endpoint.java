package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Where to send a webhook, and by which method. */
record Endpoint(URI url, String method) {
    /** What a reference in a document means; empty if that is no absolute address. The empty reference is the document. */
    static Optional<Endpoint> resolve(Optional<URI> document, String reference, String method) {
        try {
            Optional<URI> url = reference.isEmpty()
                    ? document
                    : Optional.of(document.map(from -> from.resolve(reference)).orElseGet(() -> URI.create(reference)));
            return url.filter(URI::isAbsolute).map(found -> new Endpoint(found, method.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException notAUri) {
            return Optional.empty();
        }
    }

    static Endpoint post(URI url) {
        return new Endpoint(url, "POST");
    }
}
