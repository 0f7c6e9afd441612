package dev.voicecall.twilio;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Keeps what it hears. Safe for use by many threads. */
final class RecordingTap implements AudioTap.Listener {
    final CountDownLatch ended = new CountDownLatch(1);
    private final Map<Speaker, ByteArrayOutputStream> sound = new EnumMap<>(Speaker.class);
    private final Map<Speaker, Long> next = new EnumMap<>(Speaker.class);
    private int ends;
    private int gaps;

    RecordingTap() {
        for (Speaker speaker : Speaker.values()) {
            sound.put(speaker, new ByteArrayOutputStream());
        }
    }

    @Override
    public synchronized void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (ends > 0) {
            throw new AssertionError("sound after the end");
        }
        gaps += next.getOrDefault(speaker, positionSamples) == positionSamples ? 0 : 1;
        next.put(speaker, positionSamples + muLaw.length);
        sound.get(speaker).writeBytes(muLaw);
    }

    @Override
    public synchronized void onEnded() {
        ends++;
        ended.countDown();
    }

    /** The words that were heard of one side. */
    synchronized String heard(Speaker speaker) {
        return FakeSpeech.understand(sound.get(speaker).toByteArray());
    }

    /** How long one side was heard. */
    synchronized int millis(Speaker speaker) {
        return sound.get(speaker).size() / 8;
    }

    /** How often there was a jump in the positions. */
    synchronized int gaps() {
        return gaps;
    }

    synchronized int ends() {
        return ends;
    }
}
