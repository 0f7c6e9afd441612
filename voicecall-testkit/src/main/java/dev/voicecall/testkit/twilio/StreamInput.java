package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.PlayoutBuffer;
import dev.voicecall.testkit.twilio.Faults.Chances;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/** What comes from the application on one stream, or doesn't. Of each sort of mistake Twilio's debugger hears once. */
final class StreamInput {
    private final LiveStream stream;
    private final SplittableRandom random;
    private final PlayoutBuffer playout = new PlayoutBuffer(
            this::echo,
            bytes -> once(
                    StreamCodes.BUFFER_FULL,
                    true,
                    "More than ten minutes of sound " + "are queued; the rest is dropped."));
    private final Set<Integer> told = new HashSet<>();

    StreamInput(LiveStream stream, SplittableRandom random) {
        this.stream = stream;
        this.random = random;
    }

    PlayoutBuffer playout() {
        return playout;
    }

    void text(String message) {
        if (!stream.order().bidirectional()) {
            once(StreamCodes.BAD_MESSAGE, false, "The stream is unidirectional; nothing may be sent on it.");
            return;
        }
        try {
            StreamCommand command = StreamCommand.read(message, stream.view().sid());
            stream.view().countReceived(command.event());
            carryOut(command);
        } catch (StreamCommand.InvalidException invalid) {
            once(StreamCodes.BAD_MESSAGE, true, "A message is ignored: " + invalid.getMessage() + ".");
        }
    }

    void binary() {
        once(StreamCodes.BINARY, true, "A binary message is ignored.");
    }

    void tooSlow() {
        once(StreamCodes.TOO_SLOW, true, "The application does not read; what it is to be sent is dropped.");
    }

    private void carryOut(StreamCommand command) {
        if (command instanceof StreamCommand.Media media) {
            playout.send(media.muLaw());
            stream.view().underruns(playout.underruns());
        } else if (command instanceof StreamCommand.Mark mark) {
            playout.mark(mark.name());
        } else {
            playout.clear();
            stream.cleared();
        }
    }

    private void echo(String mark) {
        Chances chances = stream.faults().marks();
        if (random.nextDouble() < chances.lost()) {
            return;
        }
        int times = random.nextDouble() < chances.duplicated() ? 2 : 1;
        boolean late = random.nextDouble() < chances.delayed();
        Duration delay =
                late ? Duration.ofMillis(random.nextLong(chances.maxDelay().toMillis() + 1)) : Duration.ZERO;
        stream.after(delay, () -> {
            for (int i = 0; i < times; i++) {
                stream.echo(mark);
            }
        });
    }

    private void once(int code, boolean warning, String message) {
        if (told.add(code)) {
            stream.problem(new Problem(code, warning, message));
        }
    }
}
