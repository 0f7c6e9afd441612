package dev.voicecall;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the {@linkplain CallEvents events} of calls to a log, each as one line of JSON, {@code {"ts":…,"evt":…}}:
 *
 * <pre>{@code
 * VoiceCalls.builder(gateway).listener(EventLog.listener(Clock.systemUTC()))
 * }</pre>
 *
 * <p>Numbers of people (seven digits or more), secrets, and keys that were pressed are hidden; what was said otherwise is not, nor what
 * an agent makes of such keys when it speaks or uses a tool. A line of the log is an event, whatever was said. They go to the logger {@value #LOGGER} at the level INFO: a file of its own with the pattern {@code %msg%n} is a
 * {@code media.log}. Logging frameworks write on the thread that tells them, which is that of the call; theirs is to hand it over to
 * another (logback's {@code AsyncAppender} with {@code neverBlock}). If the logger is off it costs nothing.
 */
public final class EventLog {
    /** The logger to which events go. */
    public static final String LOGGER = "dev.voicecall.events";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private EventLog() {}

    /**
     * What writes the events of all calls that it hears of.
     *
     * @param clock tells when, such as {@link java.time.Clock#systemUTC}
     */
    public static CallListener listener(InstantSource clock) {
        return new CallEvents(
                clock, LOG::isInfoEnabled, event -> LOG.info("{}", masked(event).toJson()));
    }

    private static CallEvent masked(CallEvent event) {
        Map<String, Object> details = new LinkedHashMap<>(event.details());
        details.replaceAll((name, value) -> value instanceof String text ? masked(event, name, text) : value);
        return new CallEvent(event.type(), event.at(), event.call(), details);
    }

    private static String masked(CallEvent event, String name, String text) {
        return switch (name) {
            case "from", "to" -> Redacted.party(text);
            case "heard" -> Redacted.unfinished(text);
            case "unheard" -> Redacted.continued(text);
            default -> masked(event, text);
        };
    }

    private static String masked(CallEvent event, String text) {
        if (event.type().equals("interim")
                || Boolean.TRUE.equals(event.details().get("interrupted"))) {
            return Redacted.unfinished(text);
        } else if (event.type().equals("turn")) {
            return Redacted.withoutKeys(text);
        }
        boolean theirs = event.text("speaker").filter("caller"::equals).isPresent();
        return theirs && Redacted.areKeys(text) ? Redacted.withoutKeys(text) : Redacted.text(text);
    }
}
