package dev.voicecall.conversation;

import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Our side of the line: one playback at a time, over whichever {@link AudioLine} there is. As marks come back it tells what has been
 * heard so far of what is being played. Belongs to one call; called on its mailbox.
 */
final class Line {
    /** So much time is between two tellings of what was heard. */
    private static final Duration PACE = Duration.ofMillis(250);

    private final Scheduler scheduler;
    private final Consumer<String> onHeard;
    private final MarkLag lag = new MarkLag();
    private @Nullable AudioLine line;
    private @Nullable Playback playing;
    private long marks;
    /** What was told of what is being played. */
    private String told = "";

    private long toldNanos;

    /** @param onHeard hears what was heard so far of what is being played, when it has grown, four times a second at most */
    Line(Scheduler scheduler, Consumer<String> onHeard) {
        this.scheduler = scheduler;
        this.onHeard = onHeard;
        this.toldNanos = scheduler.nanoTime() - PACE.toNanos();
    }

    /** What is known of the way of marks on this line. */
    MarkLag lag() {
        return lag;
    }

    boolean isOpen() {
        return line != null;
    }

    void open(AudioLine opened) {
        lost();
        line = opened;
        if (playing != null) {
            playing.onOpen();
        }
    }

    /** The line is gone, for now. */
    void lost() {
        if (line != null && playing != null) {
            playing.onLost();
        }
        line = null;
    }

    void close() {
        if (line != null) {
            line.close();
        }
        line = null;
    }

    /** From now on this is played, and nothing else. */
    void play(Playback playback) {
        Playback before = playing;
        if (before != null) {
            before.stop();
        }
        playing = playback;
        told = "";
    }

    void done(Playback playback) {
        if (playing == playback) {
            playing = null;
        }
    }

    /** A name that no mark on this line has had. */
    String nextMark() {
        return Long.toString(++marks);
    }

    void send(byte[] muLaw) {
        if (line != null) {
            line.send(muLaw);
        }
    }

    void mark(String name) {
        if (line != null) {
            line.mark(name);
        }
    }

    void clear() {
        if (line != null) {
            line.clear();
        }
    }

    void onMark(String name) {
        if (playing != null) {
            playing.onMark(name);
        }
        if (playing != null && scheduler.nanoTime() - toldNanos >= PACE.toNanos()) {
            tell(playing.heardSoFar());
        }
    }

    private void tell(String heard) {
        if (heard.length() > told.length()) {
            told = heard;
            toldNanos = scheduler.nanoTime();
            onHeard.accept(heard);
        }
    }
}
