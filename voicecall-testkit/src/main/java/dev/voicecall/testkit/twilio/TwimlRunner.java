package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.SpeakingTime;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets the documents of one call and has them executed, one at a time. Used on the call's mailbox only. */
final class TwimlRunner {
    private static final String APPLICATION_ERROR = "We are sorry, an application error has occurred. Goodbye.";

    private final LiveCall call;
    private Scope loading;
    private Optional<Endpoint> fallback;
    private @Nullable TwimlExecution execution;
    private boolean begun;

    TwimlRunner(LiveCall call) {
        this.call = call;
        this.loading = call.line().child();
        this.fallback = call.order().fallback();
    }

    /** Whether a document was asked for or executed. */
    boolean begun() {
        return begun;
    }

    /** Executes another document instead of the one that runs. */
    void run(TwimlSource source, Map<String, String> more) {
        stop();
        begun = true;
        if (source.endpoint().isPresent()) {
            request(Kind.VOICE, source.endpoint().get(), more);
        } else {
            runInline(source.text());
        }
    }

    void fallBackTo(Endpoint endpoint) {
        fallback = Optional.of(endpoint);
    }

    private void runInline(String twiml) {
        try {
            execute(TwimlDocument.inline(twiml));
        } catch (WebhookFailure failure) {
            failed(failure, Kind.VOICE, "");
        }
    }

    /** Asks how to go on, and goes on so. What runs is stopped. */
    void request(Kind kind, Endpoint endpoint, Map<String, String> more) {
        stop();
        Map<String, String> parameters = CallParameters.standard(
                call.simulation().accountSid(), call.view(), call.view().status());
        parameters.putAll(more);
        loading.when(call.webhooks().send(kind, endpoint, CallParameters.form(parameters)), (reply, failure) -> {
            try {
                if (failure != null || reply == null) {
                    throw WebhookFailure.of(failure == null ? new IllegalStateException("no answer") : failure);
                }
                execute(TwimlDocument.of(reply, endpoint));
            } catch (WebhookFailure broken) {
                failed(broken, kind, endpoint.url().toString());
            }
        });
    }

    private void execute(TwimlDocument document) {
        call.view().received(document.text());
        TwimlExecution next = new TwimlExecution(call, document);
        execution = next;
        next.next();
    }

    /** What ran can't go on: the fallback decides, or else the call ends with an announcement. */
    void failed(WebhookFailure failure, Kind kind, String url) {
        call.view().problem(failure.problem());
        if (kind != Kind.FALLBACK && fallback.isPresent()) {
            Map<String, String> error = new LinkedHashMap<>();
            error.put("ErrorCode", Integer.toString(failure.code()));
            error.put("ErrorUrl", url);
            request(Kind.FALLBACK, fallback.get(), error);
            return;
        }
        stop();
        call.answer();
        call.hears(APPLICATION_ERROR);
        loading.after(SpeakingTime.of(APPLICATION_ERROR), call::hangUp);
    }

    void calleeHangsUp() {
        TwimlExecution running = execution;
        if (running != null) {
            running.calleeHangsUp();
        }
    }

    /** Stops what runs, and forgets what is still to be answered. */
    void stop() {
        loading.close();
        loading = call.line().child();
        call.isQuiet();
        TwimlExecution running = execution;
        if (running != null) {
            running.stop();
            execution = null;
        }
    }
}
