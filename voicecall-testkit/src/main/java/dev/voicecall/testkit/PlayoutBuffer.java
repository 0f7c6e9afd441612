package dev.voicecall.testkit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a carrier does with the sound that it is sent: keeps it, and plays it in real time, 20 ms each time that
 * {@link #play} is called. Marks are echoed when the playback comes to them, at once if there is nothing to play.
 *
 * <p>It holds up to ten minutes; what is sent beyond is dropped. Belongs to one call; not safe for use by several threads.
 */
public final class PlayoutBuffer {
    /** How much it holds, in bytes: ten minutes. */
    public static final int CAPACITY = 10 * 60 * 8_000;

    /** Sound that comes so soon (half a second) after the last was played belongs to it: it came too late. */
    private static final int UNDERRUN_FRAMES = 25;

    private record Mark(String name, long at) {}

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private final Queue<Mark> marks = new ArrayDeque<>();
    private final Consumer<String> onMark;
    private final IntConsumer onDropped;
    private LineTap tap = LineTap.NONE;
    private Runnable whenCleared = () -> {};
    private int firstChunkPlayed;
    private byte[] playing = new byte[0];
    private long sent;
    private long taken;
    private long heard;
    private boolean dropping;
    private boolean sounding;
    private int dryFrames = UNDERRUN_FRAMES + 1;
    private int underruns;

    /**
     * An empty one.
     *
     * @param onMark echoes a mark
     * @param onDropped told of the first bytes that found no room, how many these were, and again only after there was
     *     room in between
     */
    public PlayoutBuffer(Consumer<String> onMark, IntConsumer onDropped) {
        this.onMark = onMark;
        this.onDropped = onDropped;
    }

    /** Has somebody listen in. */
    PlayoutBuffer tap(LineTap tap) {
        this.tap = tap;
        return this;
    }

    /** Has somebody told of each {@link #clear}. */
    void whenCleared(Runnable task) {
        whenCleared = task;
    }

    /** Queues sound, any number of bytes; not changed afterwards by either side. */
    public void send(byte[] muLaw) {
        int room = (int) Math.min(muLaw.length, CAPACITY - queuedBytes());
        if (room > 0) {
            underruns += dryFrames > 0 && dryFrames <= UNDERRUN_FRAMES ? 1 : 0;
            dryFrames = 0;
            chunks.add(room == muLaw.length ? muLaw : Arrays.copyOf(muLaw, room));
            sent += room;
        }
        if (room < muLaw.length && !dropping) {
            onDropped.accept(muLaw.length - room);
        }
        dropping = room < muLaw.length;
        tap.queued(queuedBytes());
    }

    /** Asks for an echo when all that was sent so far has been played. */
    public void mark(String name) {
        marks.add(new Mark(name, sent));
        echo(heard);
    }

    /** Drops all that has not been played, and echoes the marks within, in order. */
    public void clear() {
        chunks.clear();
        firstChunkPlayed = 0;
        dropping = false;
        sent = taken;
        dryFrames = UNDERRUN_FRAMES + 1;
        tap.silenced();
        whenCleared.run();
        echo(Long.MAX_VALUE);
    }

    /** How much is left to play. */
    public long queuedBytes() {
        return sent - taken;
    }

    /** How often sound came late: up to half a second after all before it had been played, with no clear in between. */
    public int underruns() {
        return underruns;
    }

    /**
     * Plays the next 20 ms; what was played before has been heard to its end, so its marks are echoed.
     *
     * @return 160 bytes of μ-law, silence where there is nothing to play; belongs to the caller
     */
    public byte[] play() {
        heard = taken;
        echo(heard);
        byte[] frame = new byte[FakeSpeech.FRAME];
        int filled = 0;
        while (filled < frame.length && !chunks.isEmpty()) {
            byte[] chunk = chunks.element();
            int part = Math.min(frame.length - filled, chunk.length - firstChunkPlayed);
            System.arraycopy(chunk, firstChunkPlayed, frame, filled, part);
            filled += part;
            firstChunkPlayed += part;
            if (firstChunkPlayed == chunk.length) {
                chunks.remove();
                firstChunkPlayed = 0;
            }
        }
        taken += filled;
        sounding = filled > 0;
        if (filled < frame.length) {
            Arrays.fill(frame, filled, frame.length, FakeSpeech.SILENCE);
            dryFrames++;
        }
        tap.played(frame, filled);
        playing = frame;
        return frame;
    }

    /** What {@link #play} gave last: 160 bytes of μ-law, none before the first time; not to be changed. */
    public byte[] playing() {
        return playing;
    }

    /** Whether there was anything to play when {@link #play} was called last. */
    boolean sounding() {
        return sounding;
    }

    private void echo(long upTo) {
        while (!marks.isEmpty() && marks.element().at <= upTo) {
            onMark.accept(marks.remove().name);
        }
    }
}
