package dev.voicecall.testkit.twilio;

/** Stop: ends unidirectional Media Streams, by their names. */
final class StopVerb implements Verb {
    private final TwimlElement element;

    StopVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        CallStreams streams = execution.call().streams();
        for (TwimlElement noun : StreamNouns.of(element, execution)) {
            String name = noun.attribute("name").orElse("");
            streams.unidirectional(name)
                    .ifPresentOrElse(
                            LiveStream::stop,
                            () -> execution.warn(12200, "<Stop> finds no stream with the name \"" + name + "\"."));
        }
        execution.next();
    }
}
