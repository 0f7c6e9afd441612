package dev.voicecall.examples;

import java.util.List;

/** A program that can be started by its name. */
interface Example {
    /** The first word of the command line. */
    String name();

    /** How it is used: its options, its exit codes. */
    String usage();

    /** Whether with these options it is there for real callers, rather than to be looked at. */
    default boolean serves(List<String> options) {
        return !options.contains("--simulate");
    }

    /**
     * Runs it. An interrupt ends it soon.
     *
     * @return the exit code
     * @throws UsageException if the options can't be understood
     * @throws ConfigException if something that is needed is missing or wrong
     */
    int run(List<String> options, Console console);
}
