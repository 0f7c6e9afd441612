package dev.voicecall.twilio;

import dev.voicecall.PhoneNumber;
import java.net.URI;

/**
 * What a gateway and its legs have to know. Immutable.
 *
 * @param phoneNumber our own number
 * @param publicUrl the base by which Twilio reaches us, without a slash at its end
 * @param routes our paths below it
 */
record TwilioConfig(PhoneNumber phoneNumber, URI publicUrl, TwilioRoutes routes) {

    /** Where Twilio asks first, once a call is answered. */
    String voiceUrl(String token) {
        return publicUrl + routes.outbound() + "?leg=" + token;
    }

    /** Where Twilio asks if that, or anything later, failed. */
    String fallbackUrl(String token) {
        return publicUrl + routes.outbound() + "?leg=" + token + "&fallback=1";
    }

    /** Where Twilio brings the result of a document, and asks what is next. */
    String actionUrl(String token, int document) {
        return publicUrl + routes.action() + "?leg=" + token + "&doc=" + document;
    }

    /** Where Twilio asks after we have had it break off a document. */
    String interruptUrl(String token, int document) {
        return actionUrl(token, document) + "&interrupted=1";
    }

    /** Where Twilio asks what somebody is to hear who waits in a conference. */
    String waitUrl(String token) {
        return publicUrl + routes.action() + "?leg=" + token + "&wait=1";
    }

    /** Where Twilio reports what happens. */
    String statusUrl(String token) {
        return publicUrl + routes.status() + "?leg=" + token;
    }

    /** Where Twilio tells what becomes of recordings. It names the call itself, which may be over and forgotten by then. */
    String recordingUrl() {
        return publicUrl + routes.recording();
    }

    /** Where Twilio tells what becomes of a message. */
    String messageStatusUrl(String token) {
        return publicUrl + routes.messageStatus() + "?message=" + token;
    }

    /** Where Twilio opens a media stream. The token is part of the path, since Twilio drops queries there. */
    String streamUrl(String token) {
        return webSocketBase() + routes.stream() + "/" + token;
    }

    /** The public URL for WebSockets: wss for https, ws for http. */
    String webSocketBase() {
        String scheme = publicUrl.getScheme();
        return ("https".equalsIgnoreCase(scheme) ? "wss" : "ws")
                + publicUrl.toString().substring(scheme.length());
    }
}
