package dev.voicecall;

import java.time.Duration;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a call is to be conducted. Immutable.
 *
 * <pre>{@code
 * CallOptions options = CallOptions.builder()
 *         .language("en-GB")
 *         .ringTimeout(Duration.ofSeconds(25))
 *         .machineDetection(MachineDetection.BEFORE_TALKING)
 *         .build();
 * }</pre>
 *
 * @param language of what is spoken and recognized, a BCP 47 tag; {@code en-US} by default
 * @param voice the name of the voice that speaks, as the carrier knows it, for example Twilio's {@code Polly.Amy}, or with live
 *     audio your text to speech; empty for the default
 * @param hints words and phrases that are likely to be heard in answers, beside those that a question expects; bounds as in
 *     {@link Expected}; none by default
 * @param ringTimeout how long the phone may ring, 5 s to 10 min; 30 s by default
 * @param answerTimeout how long a question waits for the callee to begin to answer, 1 to 60 s; 6 s by default
 * @param attempts how often a question is put before it counts as not answered, 1 to 10; 3 by default
 * @param maxDuration how long the whole thing may take, from the first attempt to place the call to its end, 1 s to 24 h;
 *     10 min by default. However the call goes, its result is there by then, or five seconds later if the carrier does
 *     not react to the hang-up.
 * @param callerId the number that the callee sees; empty for the gateway's own
 * @param machineDetection whether to find out if a machine picked up; off by default
 * @param voicemailMessage what to say to a machine; empty to just hang up
 * @param keys whether answers may be given on the keypad; true by default
 * @param reprompt what to say before a question is put again; English by default
 * @param recording how the carrier shall record the call from when it is picked up; empty by default, not at all. If it can't, the
 *     call goes on with a warning.
 */
public record CallOptions(
        String language,
        Optional<String> voice,
        List<String> hints,
        Duration ringTimeout,
        Duration answerTimeout,
        int attempts,
        Duration maxDuration,
        Optional<PhoneNumber> callerId,
        MachineDetection machineDetection,
        Optional<String> voicemailMessage,
        boolean keys,
        Reprompt reprompt,
        Optional<RecordingOptions> recording) {

    /** English, 30 s of ringing, three attempts per question, ten minutes in all. */
    public static final CallOptions DEFAULT = builder().build();

    /** @throws IllegalArgumentException if a value is out of its bounds or the language isn't a BCP 47 tag */
    public CallOptions {
        hints = Expected.phrases(hints).phrases();
        if (!isLanguageTag(language)) {
            throw new IllegalArgumentException("language is \"" + language + "\"; use a BCP 47 tag such as en-US.");
        }
        requireWithin("ringTimeout", ringTimeout, Duration.ofSeconds(5), Duration.ofMinutes(10));
        requireWithin("answerTimeout", answerTimeout, Duration.ofSeconds(1), Duration.ofMinutes(1));
        requireWithin("maxDuration", maxDuration, Duration.ofSeconds(1), Duration.ofHours(24));
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("attempts is " + attempts + "; it must be 1 to 10.");
        }
        voicemailMessage
                .filter(message -> message.isBlank() || message.length() > 4_000)
                .ifPresent(message -> {
                    throw new IllegalArgumentException("The voicemailMessage has "
                            + message.strip().length() + " characters; it must have 1 to 4,000.");
                });
        if (voicemailMessage.isPresent() && machineDetection == MachineDetection.OFF) {
            throw new IllegalArgumentException("There is a voicemailMessage, but machineDetection is OFF,"
                    + " so that no machine would be recognized; switch it on, best to UNTIL_BEEP.");
        }
    }

    /** A builder that begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.language = language;
        builder.voice = voice;
        builder.hints = hints;
        builder.ringTimeout = ringTimeout;
        builder.answerTimeout = answerTimeout;
        builder.attempts = attempts;
        builder.maxDuration = maxDuration;
        builder.callerId = callerId;
        builder.machineDetection = machineDetection;
        builder.voicemailMessage = voicemailMessage;
        builder.keys = keys;
        builder.reprompt = reprompt;
        builder.recording = recording;
        return builder;
    }

    /** Stricter than {@link Locale#forLanguageTag}, which drops what it doesn't know: the carrier gets the tag as it is. */
    private static boolean isLanguageTag(String tag) {
        try {
            return !new Locale.Builder()
                            .setLanguageTag(tag)
                            .build()
                            .getLanguage()
                            .isEmpty()
                    && tag.indexOf('_') < 0;
        } catch (IllformedLocaleException notATag) {
            return false;
        }
    }

    private static void requireWithin(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
    }

    /** Collects options. Not safe for use by several threads. */
    public static final class Builder {
        private String language = "en-US";
        private Optional<String> voice = Optional.empty();
        private List<String> hints = List.of();
        private Duration ringTimeout = Duration.ofSeconds(30);
        private Duration answerTimeout = Duration.ofSeconds(6);
        private int attempts = 3;
        private Duration maxDuration = Duration.ofMinutes(10);
        private Optional<PhoneNumber> callerId = Optional.empty();
        private MachineDetection machineDetection = MachineDetection.OFF;
        private Optional<String> voicemailMessage = Optional.empty();
        private boolean keys = true;
        private Reprompt reprompt = Reprompt.ENGLISH;
        private Optional<RecordingOptions> recording = Optional.empty();

        private Builder() {}

        /** See {@link CallOptions#language()}. */
        public Builder language(String bcp47Tag) {
            this.language = bcp47Tag;
            return this;
        }

        /** See {@link CallOptions#voice()}. */
        public Builder voice(String voice) {
            this.voice = Optional.of(voice);
            return this;
        }

        /** See {@link CallOptions#hints()}. */
        public Builder hints(String... phrases) {
            this.hints = List.of(phrases);
            return this;
        }

        /** See {@link CallOptions#ringTimeout()}. */
        public Builder ringTimeout(Duration ringTimeout) {
            this.ringTimeout = ringTimeout;
            return this;
        }

        /** See {@link CallOptions#answerTimeout()}. */
        public Builder answerTimeout(Duration answerTimeout) {
            this.answerTimeout = answerTimeout;
            return this;
        }

        /** See {@link CallOptions#attempts()}. */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /** See {@link CallOptions#maxDuration()}. */
        public Builder maxDuration(Duration maxDuration) {
            this.maxDuration = maxDuration;
            return this;
        }

        /** See {@link CallOptions#callerId()}. */
        public Builder callerId(PhoneNumber callerId) {
            this.callerId = Optional.of(callerId);
            return this;
        }

        /** See {@link CallOptions#machineDetection()}. */
        public Builder machineDetection(MachineDetection machineDetection) {
            this.machineDetection = machineDetection;
            return this;
        }

        /** See {@link CallOptions#voicemailMessage()}. */
        public Builder voicemailMessage(String message) {
            this.voicemailMessage = Optional.of(message);
            return this;
        }

        /** See {@link CallOptions#keys()}. */
        public Builder keys(boolean keys) {
            this.keys = keys;
            return this;
        }

        /** See {@link CallOptions#reprompt()}. */
        public Builder reprompt(Reprompt reprompt) {
            this.reprompt = reprompt;
            return this;
        }

        /** See {@link CallOptions#recording()}. */
        public Builder recording(RecordingOptions recording) {
            this.recording = Optional.of(recording);
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of its bounds */
        public CallOptions build() {
            return new CallOptions(
                    language,
                    voice,
                    hints,
                    ringTimeout,
                    answerTimeout,
                    attempts,
                    maxDuration,
                    callerId,
                    machineDetection,
                    voicemailMessage,
                    keys,
                    reprompt,
                    recording);
        }
    }
}
