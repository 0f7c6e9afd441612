package dev.voicecall.examples;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a program runs. Immutable.
 *
 * @param out for what it has to say
 * @param err for what went wrong
 * @param environment its variables
 * @param directory where it was started
 */
record Console(PrintStream out, PrintStream err, Map<String, String> environment, Path directory) {

    /**
     * The variables, and those of the file {@code .env} that the environment does not set.
     *
     * @throws ConfigException if the file can't be read or understood
     */
    Map<String, String> settings() {
        return ServiceConfig.merge(DotEnv.in(directory), environment);
    }
}
