package dev.voicecall.testkit;

import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * People as they come: some pick up at once and some never, they talk into the question, press keys, keep silent, hang up
 * in mid-sentence; some are machines. The same seed makes the same people. Not safe for use by several threads.
 */
public final class RandomCallees {
    private final SplittableRandom random;

    /** @param random where the chances come from */
    public RandomCallees(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Somebody.
     *
     * @param says what is said by whoever speaks, followed by "answer 0", "answer 1", …; make it unique, to see that it gets
     *     to whoever asked
     */
    public Callee next(String says) {
        Callee callee =
                switch (random.nextInt(12)) {
                    case 0 -> Callee.busy();
                    case 1 -> Callee.neverAnswers();
                    case 2 -> Callee.rejects();
                    case 3 -> Callee.unreachable();
                    case 4 -> Callee.machine("This is " + says + ". Please leave a message after the tone.");
                    default -> Callee.answers();
                };
        callee = callee.afterRinging(upTo(Duration.ofSeconds(20)));
        if (!callee.machine()) {
            int reactions = random.nextInt(5);
            for (int i = 0; i < reactions; i++) {
                callee = callee.reacts(reaction(says + ", answer " + i));
            }
        }
        return random.nextInt(4) == 0 ? callee.hangsUpAfter(upTo(Duration.ofSeconds(30))) : callee;
    }

    private Reaction reaction(String says) {
        Reaction reaction =
                switch (random.nextInt(8)) {
                    case 0 -> Reaction.silence();
                    case 1 -> Reaction.hangUp();
                    case 2 -> Reaction.press(pick(List.of("1", "12#", "#", "0*", "99#")));
                    case 3 -> Reaction.speak(says).withConfidence(OptionalDouble.empty());
                    default -> Reaction.speak(says);
                };
        Duration delay = upTo(Duration.ofSeconds(9));
        return random.nextInt(5) == 0 ? reaction.interruptingAfter(upTo(Duration.ofSeconds(1))) : reaction.after(delay);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis()));
    }
}
