package dev.voicecall.examples;

import dev.voicecall.CarrierException;
import dev.voicecall.MessageDelivery;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Messenger;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages; whether they arrive becomes known later, and is logged if they don't. */
final class WhatsApp {
    private static final Logger log = LoggerFactory.getLogger(WhatsApp.class);

    private WhatsApp() {}

    /** The answer as soon as Twilio has taken the message, or refused it: 502. */
    static CompletionStage<HttpResponse> send(Messenger messenger, OutgoingMessage message) {
        return messenger.send(message).thenApply(WhatsApp::accepted).exceptionally(WhatsApp::refused);
    }

    private static HttpResponse accepted(Messenger.Sent sent) {
        sent.delivery().thenAccept(WhatsApp::log);
        return Json.response(200, Json.object().put("sid", sent.id()).put("status", "accepted"));
    }

    private static HttpResponse refused(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CarrierException e) {
            return Json.error(502, String.valueOf(e.getMessage()));
        }
        throw new CompletionException(cause);
    }

    private static void log(MessageDelivery delivery) {
        delivery.failure()
                .ifPresent(
                        failure -> log.warn("The message {} did not arrive: {}", delivery.id(), failure.getMessage()));
    }
}
