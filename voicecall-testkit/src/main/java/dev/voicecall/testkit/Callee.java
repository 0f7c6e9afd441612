package dev.voicecall.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Somebody who can be called (or who calls), as a script.
 *
 * <pre>{@code
 * Callee john = Callee.answers().says("My name is John").presses("4#").hangsUp();
 * }</pre>
 *
 * <p>The reactions are used up one per question, in their order; when they run out, the callee stays silent. Immutable:
 * each method returns a changed copy. May serve any number of calls, also at once.
 *
 * @param line what happens when the number is dialled
 * @param ringing how long it rings before that; 2 s by default
 * @param greeting what is said on picking up, before anything is heard; a machine's announcement
 * @param machine whether it is a machine that picks up
 * @param hangsUpAfter when the callee hangs up by itself, counted from picking up; empty for never
 * @param reactions what is done at the first question, the second, …
 * @param otherwise what is done at questions beyond these, by the text of the question
 * @param phone what the callee sounds like, where sound travels
 */
public record Callee(
        Line line,
        Duration ringing,
        Optional<String> greeting,
        boolean machine,
        Optional<Duration> hangsUpAfter,
        List<Reaction> reactions,
        Function<String, Reaction> otherwise,
        Phone phone) {

    /** What happens when a number is dialled. Immutable. */
    public enum Line {
        /** It is picked up. */
        ANSWERS,
        /** It is busy. */
        BUSY,
        /** It rings until the caller gives up. */
        NEVER_ANSWERS,
        /** It is declined. */
        REJECTS,
        /** There is no such number, or no way to it. */
        UNREACHABLE
    }

    /**
     * What a callee does at a question. Immutable.
     *
     * @param kind what sort of thing
     * @param text the words that are said, or the keys that are pressed
     * @param confidence what the recognizer will say of its certainty; empty for nothing
     * @param delay how long after the question is over, or, if interrupting, after it has begun
     * @param interrupting whether it is done while the question is still being spoken
     * @param cue the word of the question at which it is done, if interrupting; empty to go by the delay
     * @param voice whose voice says it; empty for the callee's own
     */
    public record Reaction(
            Kind kind,
            String text,
            OptionalDouble confidence,
            Duration delay,
            boolean interrupting,
            Optional<String> cue,
            Optional<CalleeVoice> voice) {
        /** Sorts of reactions. */
        public enum Kind {
            /** Says something. */
            SPEAK,
            /** Presses keys. */
            PRESS,
            /** Does nothing. */
            SILENCE,
            /** Hangs up. */
            HANG_UP
        }

        private static final Duration DELAY = Duration.ofMillis(600);

        /** Says something after 600 ms, recognized with a confidence of 0.9. */
        public static Reaction speak(String words) {
            return of(Kind.SPEAK, words, OptionalDouble.of(0.9), DELAY);
        }

        /** Presses keys after 600 ms; each takes 300 ms. */
        public static Reaction press(String keys) {
            return of(Kind.PRESS, keys, OptionalDouble.empty(), DELAY);
        }

        /**
         * Plays a recording after 600 ms, recognized with a confidence of 0.9. Where texts travel instead of sound, it is the
         * words.
         *
         * @param muLaw μ-law at 8 kHz, any number of bytes
         * @param words what is said in it
         */
        public static Reaction play(byte[] muLaw, String words) {
            return speak(words).inVoice(new Clip(muLaw));
        }

        /** Does nothing. */
        public static Reaction silence() {
            return of(Kind.SILENCE, "", OptionalDouble.empty(), Duration.ZERO);
        }

        /** Hangs up after 600 ms. */
        public static Reaction hangUp() {
            return of(Kind.HANG_UP, "", OptionalDouble.empty(), DELAY);
        }

        /** The same, with another confidence; empty for a recognizer that doesn't say. */
        public Reaction withConfidence(OptionalDouble confidence) {
            return new Reaction(kind, text, confidence, delay, interrupting, cue, voice);
        }

        /** The same, so much after the question is over. */
        public Reaction after(Duration delay) {
            return new Reaction(kind, text, confidence, delay, false, Optional.empty(), voice);
        }

        /** The same, so much after the question has begun, not waiting for its end. */
        public Reaction interruptingAfter(Duration delay) {
            return new Reaction(kind, text, confidence, delay, true, Optional.empty(), voice);
        }

        /**
         * The same, as soon as that word of the question was heard, not waiting for the end; if it does not come, 600 ms
         * after the question is over.
         *
         * @param word upper and lower case, and punctuation around it, don't matter
         */
        public Reaction interruptingAtWord(String word) {
            return new Reaction(kind, text, confidence, DELAY, true, Optional.of(word), voice);
        }

        /** The same, said in a voice other than the callee's own. */
        public Reaction inVoice(CalleeVoice voice) {
            return new Reaction(kind, text, confidence, delay, interrupting, cue, Optional.of(voice));
        }

        private static Reaction of(Kind kind, String text, OptionalDouble confidence, Duration delay) {
            return new Reaction(kind, text, confidence, delay, false, Optional.empty(), Optional.empty());
        }

        /** For a carrier that speaks texts, not sound: the cue as the time at which the word has been spoken. */
        Reaction at(String question) {
            if (cue.isEmpty()) {
                return this;
            }
            return SpeakingTime.until(cue.get(), question)
                    .map(this::interruptingAfter)
                    .orElseGet(() -> after(DELAY));
        }
    }

    /**
     * The sound at the callee's end of a live line; of no account where texts travel. Immutable.
     *
     * @param voice how the callee speaks and understands; {@link FakeSpeech} by default
     * @param noiseDbfs how loud the background is, in dB of full scale (RMS); empty for none
     * @param recorded whether {@link CalleeOnCall#recording()} is kept
     * @param person who is at the phone, outside of the simulation; empty for nobody but the callee
     */
    public record Phone(CalleeVoice voice, OptionalDouble noiseDbfs, boolean recorded, Optional<Person> person) {
        private static final Phone QUIET = new Phone(FakeSpeech::say, OptionalDouble.empty(), false, Optional.empty());
    }

    /** Copies the reactions. */
    public Callee {
        reactions = List.copyOf(reactions);
    }

    /** A person who picks up after two seconds. */
    public static Callee answers() {
        return on(Line.ANSWERS);
    }

    /** A busy line. */
    public static Callee busy() {
        return on(Line.BUSY);
    }

    /** A phone that nobody picks up. */
    public static Callee neverAnswers() {
        return on(Line.NEVER_ANSWERS);
    }

    /** A person who declines the call after two seconds. */
    public static Callee rejects() {
        return on(Line.REJECTS);
    }

    /** A number that can't be reached. */
    public static Callee unreachable() {
        return on(Line.UNREACHABLE);
    }

    /** An answering machine: it picks up, makes its announcement, beeps, and then listens in silence. */
    public static Callee machine(String announcement) {
        Callee callee = on(Line.ANSWERS);
        return new Callee(
                callee.line,
                callee.ringing,
                Optional.of(announcement),
                true,
                Optional.empty(),
                List.of(),
                callee.otherwise,
                callee.phone);
    }

    private static Callee on(Line line) {
        return new Callee(
                line,
                Duration.ofSeconds(2),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                question -> Reaction.silence(),
                Phone.QUIET);
    }

    /** Picks up (or declines) after so long. */
    public Callee afterRinging(Duration ringing) {
        return new Callee(line, ringing, greeting, machine, hangsUpAfter, reactions, otherwise, phone);
    }

    /** Then says something. */
    public Callee says(String words) {
        return reacts(Reaction.speak(words));
    }

    /**
     * Then plays a recording, for example the speech of a real person; see {@link Reaction#play}.
     *
     * @param muLaw μ-law at 8 kHz, any number of bytes; {@link #sound} reads it of a file
     * @param words what is said in it
     */
    public Callee plays(byte[] muLaw, String words) {
        return reacts(Reaction.play(muLaw, words));
    }

    /** Then presses keys: {@code 0-9 * #}. */
    public Callee presses(String keys) {
        return reacts(Reaction.press(keys));
    }

    /** Then lets a question go by. */
    public Callee staysSilent() {
        return reacts(Reaction.silence());
    }

    /** Then hangs up instead of answering. */
    public Callee hangsUp() {
        return reacts(Reaction.hangUp());
    }

    /** Then does this. */
    public Callee reacts(Reaction reaction) {
        List<Reaction> more = new ArrayList<>(reactions);
        more.add(reaction);
        return new Callee(line, ringing, greeting, machine, hangsUpAfter, more, otherwise, phone);
    }

    /** Hangs up by itself so long after picking up, whatever is going on. */
    public Callee hangsUpAfter(Duration talk) {
        return new Callee(line, ringing, greeting, machine, Optional.of(talk), reactions, otherwise, phone);
    }

    /** Answers all further questions by what they are. */
    public Callee otherwise(Function<String, Reaction> reaction) {
        return new Callee(line, ringing, greeting, machine, hangsUpAfter, reactions, reaction, phone);
    }

    /** Says something on picking up, not waiting for the other side. */
    public Callee greets(String words) {
        return new Callee(line, ringing, Optional.of(words), machine, hangsUpAfter, reactions, otherwise, phone);
    }

    /** Speaks and understands like this, where sound travels. */
    public Callee voice(CalleeVoice voice) {
        return with(new Phone(voice, phone.noiseDbfs, phone.recorded, phone.person));
    }

    /**
     * Calls from where it is not quiet, where sound travels.
     *
     * @param dbfs how loud the background is, in dB of full scale (RMS): a quiet room -60, a street -35
     */
    public Callee noise(double dbfs) {
        return with(new Phone(phone.voice, OptionalDouble.of(dbfs), phone.recorded, phone.person));
    }

    /** Keeps a {@link CalleeOnCall#recording()} of what is heard and said, where sound travels. */
    public Callee recorded() {
        return with(new Phone(phone.voice, phone.noiseDbfs, true, phone.person));
    }

    /**
     * Gives the phone to a person outside of the simulation, where sound travels: instead of silence or noise, what the person
     * says is heard between the callee's own reactions. Such a callee serves one call at a time.
     */
    public Callee person(Person person) {
        return with(new Phone(phone.voice, phone.noiseDbfs, phone.recorded, Optional.of(person)));
    }

    /**
     * Reads a WAV file to {@linkplain #plays play}: PCM of 16 bits, A-law or μ-law of any rate; two channels are mixed. Blocks
     * while the file is read.
     *
     * @return μ-law at 8 kHz
     * @throws dev.voicecall.audio.WavFormatException if it is no such file
     * @throws java.io.UncheckedIOException if it can't be read
     */
    public static byte[] sound(Path wav) {
        return Clip.read(wav);
    }

    private Callee with(Phone phone) {
        return new Callee(line, ringing, greeting, machine, hangsUpAfter, reactions, otherwise, phone);
    }
}
