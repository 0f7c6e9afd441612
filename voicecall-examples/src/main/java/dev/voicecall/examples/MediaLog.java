package dev.voicecall.examples;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.voicecall.EventLog;
import org.slf4j.LoggerFactory;

/**
 * The file to which the {@linkplain EventLog events of calls} are logged, as {@code logback.xml} says. There is none until it is opened,
 * and until there is an event.
 */
final class MediaLog {
    /** Where it is; {@code media.log} by default. */
    static final String VARIABLE = "MEDIA_LOG";

    private MediaLog() {}

    /** Logs from now on; for all of the program. */
    static void open(Console console) {
        String file = console.settings().getOrDefault(VARIABLE, "media.log");
        System.setProperty(VARIABLE, console.directory().resolve(file).toString());
        if (LoggerFactory.getLogger(EventLog.LOGGER) instanceof Logger logger) {
            logger.setLevel(Level.INFO);
        }
    }
}
