package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connect: a bidirectional Media Stream. When the application closes it, the action is asked or the document goes on. */
final class ConnectVerb implements Verb {
    private final TwimlElement element;
    private @Nullable LiveStream stream;

    ConnectVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        List<TwimlElement> streams = StreamNouns.of(element, execution);
        if (streams.isEmpty()) {
            execution.actionOrNext(element, Map.of());
            return;
        }
        if (streams.size() > 1) {
            execution.warn(12200, "<Connect> has more than one <Stream>; only the first is connected.");
        }
        StreamOrder order = StreamOrder.of(streams.get(0), execution, true);
        LiveStream begun = new LiveStream(execution.call(), order, () -> execution.actionOrNext(element, Map.of()));
        stream = begun;
        execution.call().streams().begin(begun);
    }

    /** Called elsewhere, or over. */
    @Override
    public void stop() {
        if (stream != null) {
            stream.stop();
        }
    }
}
