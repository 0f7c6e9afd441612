package dev.voicecall.examples;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.audio.WavReader;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.CalleeVoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** People who call. */
final class SimulatedCallers {
    private static final String BOOKING = "I would like to book a table for four people at seven thirty.";
    private static final double QUIET_ROOM_DBFS = -60;
    private static final int MAX_RECORDING_BYTES = AudioFormat.TELEPHONE.bytes(Duration.ofMinutes(1));

    private SimulatedCallers() {}

    /** Calls the {@link Receptionist}: asks for the opening hours, doesn't listen to the end, and books a table. */
    static Callee impatient(CalleeVoice voice) {
        return Callee.answers()
                .voice(voice)
                .noise(QUIET_ROOM_DBFS)
                .says("What are your opening hours?")
                .reacts(Reaction.speak(BOOKING).interruptingAfter(Duration.ofSeconds(4)))
                .otherwise(SimulatedCallers::answer);
    }

    /** Calls or is called by the {@link Receptionist}: asks for the time, and that is all. */
    static Callee brief(CalleeVoice voice) {
        return Callee.answers()
                .voice(voice)
                .noise(QUIET_ROOM_DBFS)
                .says("What time is it?")
                .otherwise(SimulatedCallers::answer);
    }

    /** Says hello, books a table without being asked, and hangs up. */
    static Callee talkative(CalleeVoice voice) {
        return Callee.answers()
                .voice(new Slowly(voice))
                .noise(QUIET_ROOM_DBFS)
                .greets("Hello. " + BOOKING)
                .hangsUpAfter(Duration.ofSeconds(10));
    }

    /** A voice that is silent for a second before each sentence. */
    private record Slowly(CalleeVoice voice) implements CalleeVoice {
        @Override
        public byte[] say(String words) {
            ByteArrayOutputStream sound = new ByteArrayOutputStream();
            for (String sentence : words.split("(?<=\\.) ", -1)) {
                sound.writeBytes(silence());
                sound.writeBytes(voice.say(sentence));
            }
            return sound.toByteArray();
        }

        private static byte[] silence() {
            byte[] second = new byte[AudioFormat.TELEPHONE.bytesPerSecond()];
            Arrays.fill(second, AudioFormat.TELEPHONE.encoding().silence());
            return second;
        }

        @Override
        public String understand(byte[] muLaw) {
            return voice.understand(muLaw);
        }
    }

    /** Waits to be asked, wants to know the weather in Paris, doesn't listen to the end, and asks for London's. */
    static Callee curious(CalleeVoice voice) {
        return Callee.answers()
                .voice(voice)
                .noise(QUIET_ROOM_DBFS)
                .says("What is the weather in Paris?")
                .reacts(Reaction.speak("And what is the weather in London?").interruptingAfter(Duration.ofSeconds(3)))
                .otherwise(words -> words.isEmpty() ? Reaction.silence() : Reaction.speak("Thank you, good bye."));
    }

    private static Reaction answer(String question) {
        if (question.isEmpty()) {
            return Reaction.silence(); // there is more to come
        }
        if (question.contains("Shall I book it?")) {
            return Reaction.speak("Yes please.");
        }
        if (question.contains("What would you like?")) {
            return Reaction.speak(BOOKING);
        }
        if (question.contains("How many people")) {
            return Reaction.speak("Four people at seven thirty.");
        }
        return Reaction.speak("No thank you, good bye.");
    }

    /**
     * Plays recordings, each when the agent has spoken, and hangs up when there are no more.
     *
     * @throws ConfigException if a file isn't a WAV file of at most a minute
     */
    static Callee recorded(List<Path> files) {
        List<Reaction> reactions = new ArrayList<>();
        for (Path file : files) {
            reactions.add(Reaction.play(telephoneSound(file), file.getFileName().toString()));
        }
        Callee caller = Callee.answers().noise(QUIET_ROOM_DBFS).otherwise(words -> Reaction.hangUp());
        for (Reaction reaction : reactions) {
            caller = caller.reacts(reaction);
        }
        return caller;
    }

    private static byte[] telephoneSound(Path file) {
        try (WavReader wav = WavReader.open(Files.newInputStream(file))) {
            AudioConverter converter = AudioConverter.between(wav.format(), AudioFormat.TELEPHONE);
            ByteArrayOutputStream sound = new ByteArrayOutputStream();
            byte[] piece = new byte[8_192];
            for (int read = wav.read(piece); read >= 0; read = wav.read(piece)) {
                sound.writeBytes(converter.convert(piece, 0, read));
                if (sound.size() > MAX_RECORDING_BYTES) {
                    throw new ConfigException(file + " is longer than a minute; cut it.");
                }
            }
            sound.writeBytes(converter.flush());
            return sound.toByteArray();
        } catch (IOException | WavFormatException e) {
            throw new ConfigException(file + " can't be played: " + e);
        }
    }
}
