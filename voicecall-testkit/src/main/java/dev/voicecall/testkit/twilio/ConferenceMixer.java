package dev.voicecall.testkit.twilio;

import dev.voicecall.audio.G711;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.FakeSpeech;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sound of a conference: each hears the sum of all others, 20 ms at a time; where only one speaks, bit by bit what was said.
 * While nobody speaks a beep is heard, so quiet that no callee takes it for a question. Used on the conference's mailbox only.
 */
final class ConferenceMixer {
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final int BEEP_FRAMES = 20;
    private static final int BEEP_AMPLITUDE = 350;
    /** Silence that is sent on after sound: the pauses between words are not gaps. */
    private static final int AFTER_SOUND_FRAMES = 5;

    private final Simulation simulation;
    private final Mailbox mailbox;
    private final List<Participant> participants;
    private final Map<Participant, Integer> silentFrames = new HashMap<>();
    private Timer ticking = Timer.NONE;
    private boolean on;
    private long beganNanos;
    private long ticks;
    private int beepFrames;

    ConferenceMixer(Simulation simulation, Mailbox mailbox, List<Participant> participants) {
        this.simulation = simulation;
        this.mailbox = mailbox;
        this.participants = participants;
    }

    void start() {
        on = true;
        beganNanos = simulation.line().nanoTime();
        schedule();
    }

    void stop() {
        on = false;
        ticking.cancel();
    }

    /** Beeps, if there are others to hear it. */
    void beep() {
        beepFrames = on ? BEEP_FRAMES : 0;
    }

    private void schedule() {
        long due = beganNanos + ++ticks * FRAME.toNanos();
        Duration left = Duration.ofNanos(Math.max(0, due - simulation.line().nanoTime()));
        ticking = simulation.timers().after(simulation.line(), left, mailbox, this::tick);
    }

    private void tick() {
        if (!on) {
            return;
        }
        Map<Participant, byte[]> said = new LinkedHashMap<>();
        participants.forEach(participant -> said.put(participant, participant.nextFrame()));
        participants.stream()
                .filter(participant -> !participant.held())
                .forEach(participant -> send(participant, mix(participant, said)));
        silentFrames.keySet().retainAll(participants);
        beepFrames = Math.max(0, beepFrames - 1);
        schedule();
    }

    /** What one hears of the others; nothing if they are silent. */
    private byte[] mix(Participant hearer, Map<Participant, byte[]> said) {
        byte[] mixed = new byte[0];
        for (Map.Entry<Participant, byte[]> each : said.entrySet()) {
            if (each.getKey() != hearer && each.getValue().length > 0) {
                mixed = mixed.length == 0 ? each.getValue() : RecordedSound.mix(mixed, each.getValue());
            }
        }
        return mixed.length == 0 && beepFrames > 0 ? beepFrame() : mixed;
    }

    private void send(Participant hearer, byte[] sound) {
        int silent = sound.length > 0 ? 0 : silentFrames.getOrDefault(hearer, AFTER_SOUND_FRAMES) + 1;
        silentFrames.put(hearer, silent);
        if (silent <= AFTER_SOUND_FRAMES) {
            byte[] frame = sound.length > 0 ? sound : silence();
            hearer.call().mailbox().execute(() -> hearer.hear(frame));
        }
    }

    private static byte[] silence() {
        byte[] silence = new byte[160];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return silence;
    }

    /** 1 kHz. */
    private static byte[] beepFrame() {
        byte[] tone = new byte[160];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = G711.encodeMulaw((short) (BEEP_AMPLITUDE * Math.sin(Math.PI * i / 4)));
        }
        return tone;
    }
}
