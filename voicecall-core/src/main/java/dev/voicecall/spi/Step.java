package dev.voicecall.spi;

import dev.voicecall.Expected;
import dev.voicecall.PhoneNumber;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** One thing to do on the line. Immutable. */
public sealed interface Step {
    /**
     * Speak, and let the other side hear it to the end.
     *
     * @param speech what
     */
    record Say(Speech speech) implements Step {}

    /**
     * Play a sound file to its end.
     *
     * @param audio where the carrier finds it: an absolute http or https URL of a format that the carrier plays
     */
    record Play(URI audio) implements Step {
        /** @throws IllegalArgumentException if the URI isn't an absolute http or https URL */
        public Play {
            requireWeb(audio);
        }

        private static void requireWeb(URI audio) {
            boolean web = "http".equalsIgnoreCase(audio.getScheme()) || "https".equalsIgnoreCase(audio.getScheme());
            if (!web || audio.getHost() == null) {
                throw new IllegalArgumentException(
                        "The audio is at \"" + audio + "\"; the carrier needs an absolute http or https URL.");
            }
        }
    }

    /**
     * Have the other side wait, with music that begins again at its end, until {@link CallLeg#interrupt()}.
     *
     * @param music where the carrier finds it, as in {@link Play}; empty for the carrier's own
     */
    record Hold(Optional<URI> music) implements Step {
        /** @throws IllegalArgumentException if the URI isn't an absolute http or https URL */
        public Hold {
            music.ifPresent(Play::requireWeb);
        }
    }

    /**
     * Have the other side talk to those that are in the same conference, until one of them leaves: a conference is over for all when
     * anybody hangs up or is {@linkplain CallLeg#interrupt() interrupted}. Completes with {@link StepResult.Done} then.
     *
     * @param name the same for all who shall meet, and nobody else; letters, digits and hyphens
     * @param starts whether the conference begins when this one comes; otherwise this one waits with music until somebody comes with
     *     whom it begins
     * @param music what is heard while waiting, as in {@link Hold}
     */
    record Conference(String name, boolean starts, Optional<URI> music) implements Step {
        /** @throws IllegalArgumentException if the name has anything else in it, or the URI isn't an absolute http or https URL */
        public Conference {
            if (!name.matches("[A-Za-z0-9-]{1,64}")) {
                throw new IllegalArgumentException(
                        "A conference's name has 1 to 64 letters, digits and hyphens; this one has " + name.length()
                                + " characters, or others.");
            }
            music.ifPresent(Play::requireWeb);
        }
    }

    /**
     * Be silent.
     *
     * @param length how long, 1 s to 10 min; carriers round it up to whole seconds
     */
    record Pause(Duration length) implements Step {
        /** @throws IllegalArgumentException if the length is out of its bounds */
        public Pause {
            if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("The pause is " + length + "; it must be 1 s to 10 min.");
            }
        }
    }

    /**
     * Put a question and listen for what comes back. The prompt may be cut short by an answer.
     *
     * @param prompt the question
     * @param expected what it expects to hear
     * @param keys whether keys count, beside speech
     * @param timeout how long to wait for the answer to begin, once the prompt is over
     */
    record Listen(Speech prompt, Expected expected, boolean keys, Duration timeout) implements Step {}

    /**
     * Send tones (DTMF) to the other side, for example to get through its menu.
     *
     * @param keys 1 to 32 of {@code 0-9 * #}, {@code w} for half a second and {@code W} for a second of silence
     */
    record SendDigits(String keys) implements Step {
        /** @throws IllegalArgumentException if there is anything else among the keys, or too many */
        public SendDigits {
            if (!keys.matches("[0-9*#wW]{1,32}")) {
                throw new IllegalArgumentException("The keys to send have to be 1 to 32 of 0-9, *, #, w and W; these "
                        + keys.length() + " are not.");
            }
        }
    }

    /**
     * Connect the other side with a third party, until either hangs up.
     *
     * @param to whom
     * @param callerId the number to show them; empty for the gateway's own
     * @param ringTimeout how long to ring
     */
    record Transfer(PhoneNumber to, Optional<PhoneNumber> callerId, Duration ringTimeout) implements Step {}

    /**
     * Turn an inbound call away without answering it.
     *
     * @param busy whether the caller shall hear a busy signal; otherwise that the number can't be reached
     */
    record Reject(boolean busy) implements Step {}

    /**
     * Give us the sound of the call in both directions, until we close the line.
     *
     * <p>Completes with {@link StepResult.Done} once {@link AudioLine#close()} has been carried out, and exceptionally with a
     * {@link dev.voicecall.CarrierException} if the line broke and the call goes on.
     *
     * @param listener hears the other side
     */
    record Stream(AudioLine.Listener listener) implements Step {}

    /**
     * Begin to listen in on both sides of the call, beside the steps that follow.
     *
     * <p>Completes with {@link StepResult.Tapped} as soon as the carrier has taken note, and exceptionally with a
     * {@link dev.voicecall.CarrierException} if the carrier can't do that, or not once more. The call goes on in any case.
     *
     * @param listener hears both sides
     */
    record Tap(AudioTap.Listener listener) implements Step {}
}
