package dev.voicecall.benchmarks;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SimulatedStream;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Callees who say their own number again and again, for {@link LiveLoad}, and listen to what they hear: nothing but an echo of
 * it. Every third time they interrupt, callees with an even number early, while some of the reply's sound is not sent yet, the
 * others late, when all of it is. Argument: how many.
 */
final class TalkingCallees {
    static final String CROSS_TALK = "numbers heard of somebody else";
    static final String GREETING = "What is your number?";

    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Duration EARLY = Duration.ofMillis(700);
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final int QUESTIONS = 200;

    private final TwilioSimulator twilio;
    private final Set<String> names;
    private int reported;

    /** What something was that a callee heard. */
    enum Heard {
        ECHO("right echoes heard to the end"),
        PART("greetings, and right echoes cut short"),
        GARBLED("anything else heard");

        final String meaning;

        Heard(String meaning) {
            this.meaning = meaning;
        }
    }

    private TalkingCallees(TwilioSimulator twilio, int callees) {
        this.twilio = twilio;
        this.names = IntStream.range(0, callees).mapToObj(TalkingCallees::name).collect(Collectors.toSet());
    }

    /** What the callee is to hear of what it said. */
    static String echo(String words) {
        return "You said: " + words + ". Please say it once more.";
    }

    /** Plays Twilio until its standard input ends. */
    public static void main(String[] args) throws IOException {
        int callees = Integer.parseInt(args[0]);
        SplittableRandom random = new SplittableRandom(1);
        try (TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            for (int i = 0; i < callees; i++) {
                twilio.callee(SimulatorProcess.number(i), callee(i, random));
            }
            SimulatorProcess.serve(twilio, new TalkingCallees(twilio, callees)::report);
        }
    }

    private static Callee callee(int i, SplittableRandom random) {
        Callee callee = Callee.answers().afterRinging(Duration.ofMillis(1_000 + random.nextInt(5_000)));
        for (int question = 0; question < QUESTIONS; question++) {
            Reaction reaction = Reaction.speak(words(i)).after(Duration.ofMillis(random.nextInt(600)));
            callee =
                    callee.reacts(question % 3 == 2 ? reaction.interruptingAfter(isEarly(i) ? EARLY : LATE) : reaction);
        }
        return callee;
    }

    private static boolean isEarly(int i) {
        return i % 2 == 0;
    }

    private static String words(int i) {
        return "I am number " + name(i);
    }

    /** One word, so that the least part of it tells whose it is. */
    private static String name(int i) {
        return String.format("%03d", i)
                .chars()
                .mapToObj(digit -> DIGITS.get(digit - '0'))
                .collect(Collectors.joining());
    }

    private Map<String, String> report() {
        List<SimulatedCall> all = twilio.calls();
        List<SimulatedCall> calls = all.subList(reported, all.size());
        reported = all.size();
        Map<Heard, Integer> heard = new EnumMap<>(Heard.class);
        long crossTalk = 0;
        int underruns = 0;
        Times early = new Times();
        Times late = new Times();
        for (SimulatedCall call : calls) {
            int i = SimulatorProcess.callee(call.to());
            call.callee().heard().forEach(words -> heard.merge(judge(i, words), 1, Integer::sum));
            crossTalk += call.callee().heardWords().stream()
                    .filter(word -> isOfSomebodyElse(i, word))
                    .count();
            for (SimulatedStream stream : call.streams()) {
                underruns += stream.underruns();
                stream.silencedAfter().forEach(after -> (isEarly(i) ? early : late).add(after.toNanos()));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Heard each : Heard.values()) {
            values.put(each.meaning, String.valueOf(heard.getOrDefault(each, 0)));
        }
        values.put(CROSS_TALK, String.valueOf(crossTalk));
        values.put("underruns", String.valueOf(underruns));
        values.put("early interruption to clear", early.toString());
        values.put("late interruption to clear", late.toString());
        return values;
    }

    private static Heard judge(int i, String heard) {
        String echo = echo(words(i));
        if (heard.equals(echo)) {
            return Heard.ECHO;
        } else if (echo.startsWith(heard) || GREETING.startsWith(heard)) {
            return Heard.PART;
        }
        System.err.println(name(i) + " heard: " + heard);
        return Heard.GARBLED;
    }

    private boolean isOfSomebodyElse(int i, FakeSpeech.Word heard) {
        String word = heard.text().replace(".", "");
        return names.contains(word) && !word.equals(name(i));
    }
}
