package dev.voicecall.benchmarks;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SimulatedStream;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Callees who say their own number again and again, for {@link LiveLoad}, and listen to what they hear: nothing but an echo of
 * it. Every third time they interrupt, callees with an even number early, while some of the reply's sound is not sent yet, the
 * others late, when all of it is. Argument: how many.
 */
final class TalkingCallees {
    static final String GREETING = "What is your number?";
    private static final String ECHO = "You said: %s. Please say it once more.";

    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    private static final Duration EARLY = Duration.ofMillis(700);
    private static final Duration LATE = Duration.ofMillis(3_000);
    private static final int QUESTIONS = 200;

    private final TwilioSimulator twilio;
    private int reported;

    private TalkingCallees(TwilioSimulator twilio) {
        this.twilio = twilio;
    }

    /** What the callee is to hear of what it said. */
    static String echo(String words) {
        return String.format(ECHO, words);
    }

    /** Plays Twilio until its standard input ends. */
    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                twilio.callee(SimulatorProcess.number(i), callee(i, random));
            }
            SimulatorProcess.serve(twilio, new TalkingCallees(twilio)::report);
        }
    }

    private static Callee callee(int i, SplittableRandom random) {
        Callee callee = Callee.answers().afterRinging(Duration.ofMillis(1_000 + random.nextInt(5_000)));
        for (int question = 0; question < QUESTIONS; question++) {
            Reaction reaction = Reaction.speak(words(i)).after(Duration.ofMillis(random.nextInt(600)));
            callee = callee.reacts(question % 3 == 2 ? reaction.interruptingAfter(isEarly(i) ? EARLY : LATE) : reaction);
        }
        return callee;
    }

    private static boolean isEarly(int i) {
        return i % 2 == 0;
    }

    private static String words(int i) {
        String digits = String.format("%03d", i)
                .chars()
                .mapToObj(digit -> DIGITS.get(digit - '0'))
                .collect(Collectors.joining(" "));
        return "I am number " + digits;
    }

    private Map<String, String> report() {
        List<SimulatedCall> all = twilio.calls();
        List<SimulatedCall> calls = all.subList(reported, all.size());
        reported = all.size();
        int complete = 0;
        int cut = 0;
        int wrong = 0;
        int underruns = 0;
        Times early = new Times();
        Times late = new Times();
        for (SimulatedCall call : calls) {
            int i = SimulatorProcess.callee(call.to());
            for (String heard : call.callee().heard()) {
                boolean right = heard.equals(echo(words(i)));
                boolean part = !right && (echo(words(i)).startsWith(heard) || GREETING.startsWith(heard));
                complete += right ? 1 : 0;
                cut += part ? 1 : 0;
                wrong += right || part ? 0 : 1;
            }
            for (SimulatedStream stream : call.streams()) {
                underruns += stream.underruns();
                stream.silencedAfter().forEach(after -> (isEarly(i) ? early : late).add(after.toNanos()));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("complete", String.valueOf(complete));
        values.put("cut", String.valueOf(cut));
        values.put("wrong", String.valueOf(wrong));
        values.put("underruns", String.valueOf(underruns));
        values.put("early", early.toString());
        values.put("late", late.toString());
        return values;
    }
}
