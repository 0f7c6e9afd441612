package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.ConferenceOrder.Music;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is heard by who waits for a conference, or is on hold in it: the document of a URL again and again, or Twilio's own music.
 * In the document there may be Say, Play, Pause and Redirect. Used on the call's mailbox only.
 */
final class HoldMusic {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final TwimlElement OWN = new TwimlElement(
            "Play", Map.of("loop", "0"), List.of(), "http://com.twilio.music.classical.s3.amazonaws.com/");

    private final LiveCall call;
    private Scope scope;

    HoldMusic(LiveCall call) {
        this.call = call;
        this.scope = call.line().child();
    }

    /** Plays instead of what was played before. */
    void play(Music music) {
        stop();
        scope = call.line().child();
        if (music.url().isPresent()) {
            request(music.url().get());
        } else if (!music.silent()) {
            Prompt.play(call, scope, List.of(OWN), () -> play(music));
        }
    }

    void stop() {
        scope.close();
        call.isQuiet();
    }

    private void request(Endpoint endpoint) {
        Map<String, String> parameters = CallParameters.standard(
                call.simulation().accountSid(), call.view(), call.view().status());
        Scope within = scope;
        within.when(call.webhooks().send(Kind.WAIT, endpoint, CallParameters.form(parameters)), (reply, failure) -> {
            try {
                if (failure != null || reply == null) {
                    throw WebhookFailure.of(failure == null ? new IllegalStateException("no answer") : failure);
                }
                play(TwimlDocument.of(reply, endpoint), endpoint, 0, within);
            } catch (WebhookFailure broken) {
                call.view().problem(broken.problem());
            }
        });
    }

    private void play(TwimlDocument document, Endpoint endpoint, int position, Scope within) {
        if (position == document.root().children().size()) {
            within.after(BETWEEN, () -> request(endpoint));
            return;
        }
        TwimlElement element = document.root().children().get(position);
        Runnable next = () -> play(document, endpoint, position + 1, within);
        switch (element.name()) {
            case "Say", "Play", "Pause" -> Prompt.play(call, within, List.of(element), next);
            case "Redirect" -> redirect(element, endpoint, next);
            default -> {
                call.view().problem(new Problem(13320, true, "<" + element.name() + "> can't be heard while waiting."));
                next.run();
            }
        }
    }

    private void redirect(TwimlElement element, Endpoint from, Runnable otherwise) {
        Optional<Endpoint> to = Endpoint.resolve(
                Optional.of(from.url()),
                element.text(),
                element.attribute("method").orElse("POST"));
        to.ifPresentOrElse(this::request, otherwise);
    }
}
