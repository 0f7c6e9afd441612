package dev.voicecall;

import dev.voicecall.Reply.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * See {@link Answers#choice(Map)}. Immutable.
 *
 * @param <T> what is chosen
 */
final class ChoiceFormat<T> implements AnswerFormat<T> {
    private static final int MOST_SAID = 20;

    private final List<T> byPosition;
    private final Phrases<T> phrases;
    private final Expected expected;
    private final String whatToSay;

    ChoiceFormat(Map<String, T> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("There are no options to choose from; name at least one.");
        }
        List<String> names = List.copyOf(options.keySet());
        this.byPosition = new ArrayList<>(options.values());
        this.phrases = new Phrases<>(options);
        this.expected = new Expected(names, Integer.toString(names.size()).length());
        this.whatToSay = names.size() <= MOST_SAID
                ? "Please say " + Words.or(names) + "."
                : "Please say " + String.join(", ", names.subList(0, MOST_SAID)) + ", and so on.";
    }

    static ChoiceFormat<String> ofNames(String... options) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String option : options) {
            if (byName.put(option, option) != null) {
                throw new IllegalArgumentException("\"" + option + "\" is there twice.");
            }
        }
        return new ChoiceFormat<>(byName);
    }

    static <E extends Enum<E>> ChoiceFormat<E> ofConstants(Class<E> type) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            byName.put(
                    constant.name().toLowerCase(Locale.ROOT).replace('_', ' ').strip(), constant);
        }
        return new ChoiceFormat<>(byName);
    }

    @Override
    public T parse(Reply reply) {
        Set<T> chosen = reply.source() == Source.KEYS ? keyed(reply.text()) : phrases.in(Words.of(reply.text()));
        if (chosen.size() != 1) {
            throw new NotUnderstoodException(whatToSay);
        }
        return chosen.iterator().next();
    }

    @Override
    public Expected expected() {
        return expected;
    }

    private Set<T> keyed(String keys) {
        int position = keys.matches("[0-9]{1,3}") ? Integer.parseInt(keys) : 0;
        return position >= 1 && position <= byPosition.size() ? Set.of(byPosition.get(position - 1)) : Set.of();
    }
}
