package dev.voicecall.twilio;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of questions and documents with Twilio on one call.
 *
 * <p>Two sides have to meet: Twilio asks what to do (and its request must be answered within 15 s), and the script wants
 * something done (whenever it pleases). Whoever comes first waits for the other: a request is held, for up to
 * {@link #HOLD}, then answered with a second of silence after which Twilio asks again.
 *
 * <p>Documents are numbered, and each asks Twilio to come back with its number. So it is plain what a request is:
 * <ul>
 *   <li>the number of the newest document: that document is done, and here is its result;
 *   <li>an older one: Twilio repeats a request because it did not get the answer, so it gets the newest document (again).
 * </ul>
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class Dialog {
    private static final Duration HOLD = Duration.ofSeconds(10);

    private final TwilioConfig config;
    private final String token;
    private final Scheduler scheduler;
    private final Mailbox mailbox;

    /** Twilio's requests that wait for an answer; more than one if it repeats itself. */
    private final List<CompletableFuture<HttpResponse>> held = new ArrayList<>();

    private int newest;
    private @Nullable String newestDocument;
    private @Nullable Step step;
    private UnaryOperator<String> document = UnaryOperator.identity();
    private @Nullable CompletableFuture<StepResult> result;
    /** Whether the step's document is with Twilio. */
    private boolean sent;

    /** Whether Twilio is being told to break off the newest document, which it will, also if that is done by then. */
    private boolean redirecting;

    private boolean over;
    private Timer holdTimer = Timer.NONE;

    Dialog(TwilioConfig config, String token, Scheduler scheduler, Mailbox mailbox) {
        this.config = config;
        this.token = token;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
    }

    /** Twilio asks what to do. */
    void onRequest(Webhook webhook, CompletableFuture<HttpResponse> response) {
        if (webhook.isInterruption()) {
            redirecting = false;
        }
        if (newestDocument != null && (over || webhook.document() < newest)) {
            answer(response, newestDocument);
            return;
        }
        hold(response);
        Step done = step;
        CompletableFuture<StepResult> completed = result;
        if (done == null || completed == null) {
            return;
        }
        if (sent) {
            step = null;
            result = null;
            completed.complete(webhook.resultOf(done));
        } else {
            sendIfAsked();
        }
    }

    /** Has something done, as soon as Twilio asks. */
    CompletionStage<StepResult> perform(Step step) {
        return perform(step, next -> Twiml.of(step, next, config.phoneNumber().e164()));
    }

    /**
     * Has something done, as soon as Twilio asks.
     *
     * @param document what to tell Twilio, made from the URL where it asks what comes next; made once
     */
    CompletionStage<StepResult> perform(Step step, UnaryOperator<String> document) {
        CompletableFuture<StepResult> performed = new CompletableFuture<>();
        this.step = step;
        this.document = document;
        this.result = performed;
        this.sent = false;
        sendIfAsked();
        return performed;
    }

    /** Whether Twilio is listening to an answer of the callee. */
    boolean isListening() {
        return sent && step instanceof Step.Listen;
    }

    /** Breaks off a step that Twilio does not know of yet. @return false if it does, or there is none */
    boolean interruptUnsent() {
        CompletableFuture<StepResult> broken = result;
        if (broken == null || sent) {
            return false;
        }
        step = null;
        result = null;
        broken.complete(new StepResult.Interrupted());
        return true;
    }

    /**
     * Twilio is going to be told to break off the newest document. Until it has come for another, or it is known that it won't, it gets
     * none, since that would be broken off in its place.
     *
     * @return where Twilio has to be redirected
     */
    String redirect() {
        redirecting = true;
        return config.interruptUrl(token, newest);
    }

    /** Whether Twilio has not come yet to have it broken off. */
    boolean isRedirecting() {
        return redirecting;
    }

    /** Twilio won't break off anything. */
    void notRedirected() {
        redirecting = false;
        if (step != null && !sent) {
            sendIfAsked();
        }
    }

    /** Hangs up, if Twilio asks. @return false if it doesn't, so that it has to be told in another way */
    boolean hangUp() {
        if (held.isEmpty()) {
            return false;
        }
        answerHeld(Twiml.hangUp());
        over = true;
        return true;
    }

    /** The call is over. */
    void close() {
        over = true;
        if (!held.isEmpty()) {
            answerHeld(Twiml.hangUp());
        }
        holdTimer.cancel();
    }

    static void answer(CompletableFuture<HttpResponse> request, String document) {
        request.complete(HttpResponse.of(200, "text/xml", document));
    }

    private void sendIfAsked() {
        if (held.isEmpty() || redirecting) {
            return;
        }
        sent = true;
        answerHeld(document.apply(config.actionUrl(token, newest + 1)));
    }

    private void hold(CompletableFuture<HttpResponse> response) {
        held.add(response);
        if (held.size() == 1) {
            holdTimer = scheduler.schedule(HOLD, mailbox, this::holdOn);
        }
    }

    private void holdOn() {
        redirecting = false; // it can't be waited for any longer
        if (!held.isEmpty() && !over) {
            answerHeld(Twiml.waitASecond(config.actionUrl(token, newest + 1)));
        }
    }

    private void answerHeld(String document) {
        holdTimer.cancel();
        newest++;
        newestDocument = document;
        held.forEach(request -> answer(request, document));
        held.clear();
    }
}
