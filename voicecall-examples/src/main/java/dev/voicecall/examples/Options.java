package dev.voicecall.examples;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of a command line, {@code --name value} or {@code --flag}. Immutable. */
record Options(Map<String, String> values) {

    /**
     * Reads options.
     *
     * @param valued those that have a value
     * @param flags those that have none
     * @throws UsageException if there is any other, a value is missing, or an option is there twice
     */
    static Options parse(List<String> arguments, Set<String> valued, Set<String> flags) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String name = rest.next();
            if (!valued.contains(name) && !flags.contains(name)) {
                throw new UsageException("There is no option \"" + name + "\".");
            }
            if (valued.contains(name) && !rest.hasNext()) {
                throw new UsageException(name + " needs a value.");
            }
            if (values.put(name, valued.contains(name) ? rest.next() : "") != null) {
                throw new UsageException(name + " is there twice.");
            }
        }
        return new Options(values);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
