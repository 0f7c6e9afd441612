package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Dial with a conference: the callee talks with all others that are in it. When it is over, the action is asked or the document
 * goes on.
 */
final class ConferenceVerb implements Verb {
    private static final int TIME_LIMIT_SECONDS = 14_400;

    private final TwimlElement element;
    private final TwimlElement noun;
    private @Nullable Participant participant;

    ConferenceVerb(TwimlElement element, TwimlElement noun) {
        this.element = element;
        this.noun = noun;
    }

    @Override
    public void run(TwimlExecution execution) {
        ConferenceOrder order = ConferenceOrder.of(noun, execution);
        if (order.name().isEmpty()) {
            execution.warn(13230, "<Conference> has no name.");
            execution.actionOrNext(element, Map.of("DialCallStatus", "failed"));
            return;
        }
        if (noun.attribute("record").filter("record-from-start"::equals).isPresent()) {
            execution.warn(12200, "The recording of a conference is not simulated; record its calls.");
        }
        Participant joining = new Participant(execution.call(), order);
        participant = joining;
        Duration limit = Duration.ofSeconds(element.number("timeLimit", TIME_LIMIT_SECONDS, 1));
        Runnable over =
                () -> execution.actionOrNext(element, Map.of("DialCallStatus", "answered", "DialBridged", "true"));
        Timer timeLimit = execution.scope().after(limit, () -> {
            joining.leave();
            over.run();
        });
        joining.join(() -> {
            timeLimit.cancel();
            over.run();
        });
    }

    /** The callee is gone, or called elsewhere. */
    @Override
    public void stop() {
        if (participant != null) {
            participant.leave();
        }
    }
}
