package dev.voicecall.benchmarks;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** Callees who think for long before they answer, for {@link CallLoad}. Argument: how many. */
final class WaitingCallees {
    private WaitingCallees() {}

    static String answer(int i) {
        return "I am number " + i;
    }

    /** Plays Twilio until its standard input ends. */
    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                Duration thinking = Duration.ofMillis(15_000 + random.nextInt(10_000));
                twilio.callee(
                        SimulatorProcess.number(i),
                        Callee.answers()
                                .afterRinging(Duration.ofSeconds(1))
                                .reacts(Reaction.speak(answer(i)).after(thinking)));
            }
            SimulatorProcess.serve(twilio, Map::of);
        }
    }
}
