package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The execution of one document, verb by verb. Used on the call's mailbox only. */
final class TwimlExecution {
    private final LiveCall call;
    private final TwimlDocument document;
    private final Scope scope;
    private int position;
    private @Nullable Verb current;

    TwimlExecution(LiveCall call, TwimlDocument document) {
        this.call = call;
        this.document = document;
        this.scope = call.line().child();
    }

    LiveCall call() {
        return call;
    }

    /** What lives until the document is left. */
    Scope scope() {
        return scope;
    }

    boolean atBegin() {
        return position == 1;
    }

    /** Goes on with the next verb; at the end of the document hangs up. */
    void next() {
        if (position >= document.root().children().size()) {
            call.answer();
            call.hangUp();
            return;
        }
        TwimlElement element = document.root().children().get(position++);
        Optional<Verb> verb = Verbs.of(element);
        if (verb.isEmpty()) {
            call.view().problem(Verbs.skipped(element));
            next();
            return;
        }
        Verbs.check(element).forEach(problem -> call.view().problem(problem));
        if (verb.get().answers()) {
            call.answer();
        }
        current = verb.get();
        current.run(this);
    }

    /** Asks an action for the next document, or goes on here if the verb has none. */
    void actionOrNext(TwimlElement verb, Map<String, String> more) {
        if (verb.attribute("action").isPresent()) {
            action(verb, more);
        } else {
            next();
        }
    }

    /** Asks the verb's action for the next document; without one, where this document came from. */
    void action(TwimlElement verb, Map<String, String> more) {
        Optional<Endpoint> endpoint = endpoint(verb, "action", "method");
        if (endpoint.isEmpty()) {
            call.twiml()
                    .failed(
                            new WebhookFailure(
                                    11100,
                                    "<" + verb.name() + "> needs an absolute action, as its document has no address."),
                            Kind.ACTION,
                            verb.attribute("action").orElse(""));
            return;
        }
        call.twiml().request(Kind.ACTION, endpoint.get(), more);
    }

    /** The endpoint in an attribute, or this document's own if it is not given; empty if there is no absolute one. */
    Optional<Endpoint> endpoint(TwimlElement element, String attribute, String methodAttribute) {
        return endpoint(
                element.attribute(attribute).orElse(""),
                element.attribute(methodAttribute).orElse("POST"));
    }

    /** The same, of a reference; the empty one is this document. */
    Optional<Endpoint> endpoint(String reference, String method) {
        return Endpoint.resolve(document.source().url(), reference, method);
    }

    void warn(int code, String message) {
        call.view().problem(new Problem(code, true, message));
    }

    void calleeHangsUp() {
        Verb running = current;
        if (running != null) {
            running.calleeHangsUp();
        }
    }

    void stop() {
        scope.close();
        Verb running = current;
        current = null;
        if (running != null) {
            running.stop();
        }
    }
}
