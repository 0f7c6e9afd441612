package dev.voicecall.testkit.twilio;

import java.net.URI;

/** Where to send a webhook, and by which method. */
record Endpoint(URI url, String method) {
    static Endpoint post(URI url) {
        return new Endpoint(url, "POST");
    }
}
