package dev.voicecall.twilio;

import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeech.Word;
import dev.voicecall.testkit.Person;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** A person with a microphone and a loudspeaker, who says things when certain words are heard. */
final class Headset {
    private static final int FRAME = 160;
    private static final Duration FRAME_LENGTH = Duration.ofMillis(20);
    private static final Duration OFF_BEAT = Duration.ofMillis(7);

    private record Line(String cue, String words) {}

    final List<String> events = new ArrayList<>();
    final Person person = new Person(new Loudspeaker());
    private final VirtualScheduler time;
    private final Queue<Line> script = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private byte[] saying = {};
    private int said;
    private Timer microphone;
    private int heardAtBegin;

    Headset(VirtualScheduler time) {
        this.time = time;
        this.microphone = time.schedule(OFF_BEAT, time.executor(), this::speak);
    }

    /** Says something as soon as a word is heard, after what was to be said before. */
    Headset says(String cue, String words) {
        script.add(new Line(cue, words));
        return this;
    }

    byte[] sound() {
        return heard.toByteArray();
    }

    String heard() {
        return FakeSpeech.understand(sound());
    }

    void off() {
        microphone.cancel();
    }

    private void speak() {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, FakeSpeech.SILENCE);
        int part = Math.min(FRAME, saying.length - said);
        System.arraycopy(saying, said, frame, 0, part);
        said += part;
        person.speak(frame);
        microphone = time.schedule(FRAME_LENGTH, time.executor(), this::speak);
    }

    private final class Loudspeaker implements Person.Listener {
        @Override
        public void onSound(byte[] muLaw) {
            heard.writeBytes(muLaw);
            Line next = script.peek();
            if (next != null && hears(next.cue)) {
                script.remove();
                saying = FakeSpeech.say(next.words);
                said = 0;
                heardAtBegin = heard.size();
            }
        }

        private boolean hears(String cue) {
            byte[] sound = heard.toByteArray();
            return FakeSpeech.words(Arrays.copyOfRange(sound, heardAtBegin, sound.length)).stream()
                    .filter(Word::complete)
                    .anyMatch(word -> word.text().equals(cue));
        }

        @Override
        public void onAnswered() {
            events.add("answered");
        }

        @Override
        public void onCleared() {
            events.add("cleared");
        }

        @Override
        public void onOver() {
            events.add("over");
        }
    }
}
