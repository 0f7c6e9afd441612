package dev.voicecall.conversation;

import dev.voicecall.ProviderException;
import dev.voicecall.TurnTaking;
import dev.voicecall.Usage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.VoiceActivityDetector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The path of a call's sound with nobody at its end, for benchmarks: what is heard is found to be speech or not and given to a
 * recognizer that throws it away; what is said is one reply without an end. Used by one thread.
 */
public final class SoundPath {
    private SoundPath() {}

    /** Hears. */
    public static AudioLine.Listener hearing(Scheduler time) {
        return new AudioPath(parts(), time, time.executor(), new Nobody());
    }

    /** Speaks. */
    public static final class Reply {
        /** So many marks are out at a time: a piece's sound is sent 1.4 s before it is to be heard. */
        private static final int MARKS = 14;

        private final Line line;
        private final Playback playback;
        private long pieces;

        /** A reply that is just beginning. */
        public Reply(AudioLine line, Scheduler time) {
            this.line = new Line(time, heard -> {});
            this.line.open(line);
            this.playback = new Playback(this.line, time, time.executor());
            playback.begin("", false);
        }

        /** Says more, as an older piece has been heard. */
        public void say(byte[] muLaw) {
            pieces++;
            playback.add(muLaw);
            line.onMark(Long.toString(pieces - MARKS));
        }
    }

    private static VoiceParts parts() {
        return new VoiceParts(
                new Deaf(),
                new Mute(),
                VoiceActivityDetector.energy(),
                TurnTaking.DEFAULT,
                "en-US",
                Optional.empty(),
                List.of());
    }

    private static final class Deaf implements SpeechToText {
        @Override
        public AudioFormat format() {
            return AudioFormat.TELEPHONE;
        }

        @Override
        public Transcription open(Request request, Listener listener) {
            return new Transcription() {
                @Override
                public void audio(byte[] sound) {}

                @Override
                public void endUtterance() {
                    listener.onFinal(Words.NONE);
                }

                @Override
                public void close() {}
            };
        }
    }

    private static final class Mute implements TextToSpeech {
        @Override
        public AudioFormat format() {
            return AudioFormat.TELEPHONE;
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) {}
    }

    private static final class Nobody implements AudioPath.Listener {
        @Override
        public void onSpeechBegan() {}

        @Override
        public void onSpeech(Duration speech, String words) {}

        @Override
        public void onInterim(String words) {}

        @Override
        public void onUtterance(String words) {}

        @Override
        public void onTurn(Hearing.HeardTurn turn) {}

        @Override
        public void onNoise() {}

        @Override
        public void onUsage(Usage usage) {}

        @Override
        public void onHearingFailed(ProviderException failure) {
            throw failure;
        }

        @Override
        public void onHeardSoFar(String words) {}

        @Override
        public void onKey(char key) {}
    }
}
