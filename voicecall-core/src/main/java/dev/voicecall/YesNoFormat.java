package dev.voicecall;

import dev.voicecall.Reply.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** See {@link Answers#yesNo()}. Immutable. */
final class YesNoFormat implements AnswerFormat<Boolean> {
    private enum Meaning {
        YES,
        NO,
        NEITHER
    }

    private static final Set<String> YES = Set.of(
            "yes",
            "yeah",
            "yep",
            "yup",
            "yea",
            "sure",
            "correct",
            "right",
            "that's right",
            "all right",
            "alright",
            "of course",
            "absolutely",
            "definitely",
            "certainly",
            "exactly",
            "indeed",
            "ok",
            "okay",
            "affirmative",
            "please do",
            "go ahead",
            "sounds good",
            "why not",
            "no problem",
            "not a problem",
            "uh huh",
            "i do",
            "i am",
            "it is",
            "true",
            "you bet",
            "fine");
    private static final Set<String> NO = Set.of(
            "no",
            "nope",
            "nah",
            "not",
            "not really",
            "not at all",
            "not right now",
            "absolutely not",
            "of course not",
            "certainly not",
            "definitely not",
            "wrong",
            "that's wrong",
            "incorrect",
            "never",
            "negative",
            "false",
            "don't",
            "do not",
            "isn't",
            "i'm not",
            "no way",
            "no thank you",
            "no thanks");
    private static final Set<String> NEITHER =
            Set.of("maybe", "perhaps", "don't know", "do not know", "not sure", "no idea");

    private final Phrases<Meaning> phrases;
    private final Expected expected;
    private final String whatToSay;

    private YesNoFormat(Set<String> yes, Set<String> no, Set<String> neither, String whatToSay) {
        Map<String, Meaning> meanings = new HashMap<>();
        yes.forEach(phrase -> meanings.put(phrase, Meaning.YES));
        no.forEach(phrase -> {
            if (meanings.put(phrase, Meaning.NO) != null) {
                throw new IllegalArgumentException("\"" + phrase + "\" can't mean both yes and no.");
            }
        });
        neither.forEach(phrase -> meanings.put(phrase, Meaning.NEITHER));
        this.phrases = new Phrases<>(meanings);
        List<String> hints = new ArrayList<>(new TreeSet<>(yes));
        hints.addAll(new TreeSet<>(no));
        this.expected = new Expected(hints, 1);
        this.whatToSay = whatToSay;
    }

    static YesNoFormat english() {
        return new YesNoFormat(YES, NO, NEITHER, "Please say yes or no.");
    }

    static YesNoFormat of(Set<String> yes, Set<String> no) {
        if (yes.isEmpty() || no.isEmpty()) {
            throw new IllegalArgumentException(
                    "There has to be a word for yes and one for no; these are " + yes + " and " + no + ".");
        }
        String whatToSay = "Please say " + new TreeSet<>(yes).first() + " or " + new TreeSet<>(no).first() + ".";
        return new YesNoFormat(yes, no, Set.of(), whatToSay);
    }

    @Override
    public Boolean parse(Reply reply) {
        Set<Meaning> meanings =
                reply.source() == Source.KEYS ? keyed(reply.text()) : phrases.in(Words.of(reply.text()));
        if (meanings.equals(Set.of(Meaning.YES))) {
            return true;
        }
        if (meanings.equals(Set.of(Meaning.NO))) {
            return false;
        }
        throw new NotUnderstoodException(whatToSay);
    }

    @Override
    public Expected expected() {
        return expected;
    }

    private static Set<Meaning> keyed(String keys) {
        return switch (keys) {
            case "1" -> Set.of(Meaning.YES);
            case "2" -> Set.of(Meaning.NO);
            default -> Set.of();
        };
    }
}
