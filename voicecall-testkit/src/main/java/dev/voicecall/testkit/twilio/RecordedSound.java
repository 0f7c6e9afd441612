package dev.voicecall.testkit.twilio;

import dev.voicecall.audio.G711;
import dev.voicecall.testkit.FakeSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What is on a recording: one track of both sides, or one for each. Safe for use by many threads. */
final class RecordedSound {
    private final String track;
    private final List<RecordedTrack> channels = new ArrayList<>();
    private volatile long from;
    private volatile long end;

    RecordedSound(RecordingOrder order, IntPredicate room) {
        this.track = order.track();
        for (int i = 0; i < order.channels(); i++) {
            channels.add(new RecordedTrack(room));
        }
    }

    /** @param at the place of the first sample */
    void write(long at, byte[] inbound, byte[] outbound) {
        if (channels.size() == 2) {
            channels.get(0).write(at, inbound);
            channels.get(1).write(at, outbound);
        } else {
            channels.get(0)
                    .write(
                            at,
                            switch (track) {
                                case "inbound" -> inbound;
                                case "outbound" -> outbound;
                                default -> mix(inbound, outbound);
                            });
        }
    }

    /**
     * That was all.
     *
     * @param length in samples
     * @param trimmed whether silence at both ends is cut off
     */
    void end(long length, boolean trimmed) {
        long first = 0;
        long last = length;
        if (trimmed) {
            first = channels.stream().mapToLong(RecordedTrack::firstSound).min().orElse(0);
            last = channels.stream().mapToLong(RecordedTrack::lastSound).max().orElse(0);
        }
        from = Math.min(first, length);
        end = Math.max(from, Math.min(last, length));
    }

    /** In samples, after the {@linkplain #end end}. */
    long length() {
        return end - from;
    }

    /** How much room it takes, in bytes. */
    long bytes() {
        return channels.stream().mapToLong(RecordedTrack::bytes).sum();
    }

    /** A WAV file: 8 kHz, 16 bits; of two channels the left is the other side, the right what it heard. */
    byte[] wav(int wanted) {
        int length = Math.toIntExact(length());
        List<byte[]> sound =
                channels.stream().map(channel -> channel.part(from, length)).toList();
        return SoundFile.wav(sound.size() == 2 && wanted == 1 ? List.of(mix(sound.get(0), sound.get(1))) : sound);
    }

    /** The sum of both; where one is silent, the other as it was. */
    static byte[] mix(byte[] one, byte[] other) {
        byte[] mixed = one.clone();
        for (int i = 0; i < mixed.length; i++) {
            if (mixed[i] == FakeSpeech.SILENCE) {
                mixed[i] = other[i];
            } else if (other[i] != FakeSpeech.SILENCE) {
                int sum = G711.decodeMulaw(one[i]) + G711.decodeMulaw(other[i]);
                mixed[i] = G711.encodeMulaw((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sum)));
            }
        }
        return mixed;
    }
}
