package dev.voicecall.testkit.twilio;

/** Start: unidirectional Media Streams, beside which the document goes on at once. */
final class StartVerb implements Verb {
    private final TwimlElement element;

    StartVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        LiveCall call = execution.call();
        for (TwimlElement noun : StreamNouns.of(element, execution)) {
            StreamOrder order = StreamOrder.of(noun, execution, false);
            call.streams().begin(new LiveStream(call, order, () -> {}));
        }
        execution.next();
    }
}
