package dev.voicecall.conversation;

import dev.voicecall.HeardText;
import dev.voicecall.HeardText.Certainty;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.conversation.Ledger.Passage;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Plays one reply on the line, and keeps account of how much of it was heard.
 *
 * <p>Sound is sent in pieces of 100 ms, or smaller ones if it comes in such, with a mark after each 100 ms and at the end, and
 * never more than {@link #LEAD} ahead of the playing, so that an interruption finds little in the carrier's hands.
 *
 * <p><b>What was played</b> is known in two ways. By our clock: the carrier can't have played more than what the time since the
 * first piece allows; as a {@code clear} takes as long to arrive as the sound did, that is what is played when it arrives, if
 * the carrier began at once. And by marks: each echo says that so much was played a moment ago. How much later an echo comes
 * than the clock expected ({@link MarkLag}) bounds what the clock may be wrong by, so we take the middle. An echo proves
 * something only if its mark is still waited for: {@link #pause} forgets all marks that are out, so neither those that the
 * {@code clear} flushes nor late or doubled ones count. When echoes stay away the clock alone decides, and
 * {@link HeardText#certainty} says so.
 *
 * <p>A reply is a generation: after {@link #pause} nothing is sent until {@link #resume}, after {@link #stop} never again,
 * whatever sound still comes in. Every playback ends: with the last echo, or a while after its time.
 *
 * <p>Positions are in samples (and bytes) since the reply began. Belongs to one call; called on its mailbox.
 */
final class Playback {
    static final int FRAME = 160;
    private static final int PIECE = 5 * FRAME;
    private static final int SAMPLES_PER_MILLI = 8;
    /** How much may be queued at the carrier. */
    static final int LEAD = 1_400 * SAMPLES_PER_MILLI;
    /** How much may wait here; then whoever makes the sound waits. */
    private static final int BUFFER = 2_000 * SAMPLES_PER_MILLI;
    /** Sound that begins in small pieces stutters: so much has to be there before a run begins. */
    private static final int RUN_UP = 3 * FRAME;
    /** What was played is kept for so long, to go on with the word that was cut. */
    private static final int LONGEST_WORD = 1_500 * SAMPLES_PER_MILLI;
    /** How long after its time the last echo is waited for; less if this carrier does not echo. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration GRACE_WITHOUT_MARKS = Duration.ofMillis(250);
    /** An echo that is later by more is missing. */
    private static final long TOLERANCE = 250 * SAMPLES_PER_MILLI;

    private static final byte SILENCE = (byte) 0xFF;

    private final Line line;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Ledger ledger = new Ledger();
    private final SoundQueue sound = new SoundQueue();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final CompletableFuture<HeardText> over = new CompletableFuture<>();
    private final CompletableFuture<Void> firstSent = new CompletableFuture<>();

    private long sent;
    /** Where the last mark is. */
    private long marked;

    private long played;
    /** So much was surely played. */
    private long confirmed;
    /** So much was played before it was gone back to the beginning of a word. */
    private long playedBefore;
    /** Since when, and from which position on, the carrier has been playing without a break, as far as we can tell. */
    private long runBegan;

    private long runFrom;
    private boolean complete;
    private boolean paused;
    private Certainty certainty = Certainty.MARKS;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private Timer next = Timer.NONE;

    /** @param dueNanos when the clock comes to the position */
    private record Mark(String name, long position, long dueNanos) {}

    Playback(Line line, Scheduler scheduler, Executor mailbox) {
        this.line = line;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        line.play(this);
    }

    /**
     * What comes next is the sound of a text.
     *
     * @param counts whether the text is part of what is said; a filler ("one moment") is not
     */
    Passage begin(String text, boolean counts) {
        return ledger.begin(text, counts, sound.end());
    }

    /**
     * The next piece of sound, μ-law; the reply goes on if it was complete, but has not been heard to its end. Dropped if it
     * is over.
     *
     * @return completes when there is room for more
     */
    CompletionStage<Void> add(byte[] muLaw) {
        if (over.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        complete = false;
        ledger.add(muLaw.length);
        sound.add(muLaw);
        pump();
        if (sound.end() - sent > BUFFER && room.isDone() && !over.isDone()) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** The sound of the current text is complete. */
    void endText() {
        ledger.complete();
        pump();
    }

    /** The reply is complete. */
    void end() {
        if (over.isDone()) {
            return;
        }
        complete = true;
        sound.add(silence((int) Math.floorMod(-sound.end(), (long) FRAME)));
        if (sound.end() == 0) {
            finish(ledger.heard(0, true, Certainty.MARKS));
        } else {
            pump();
        }
    }

    /** Completes when the first of it was sent. */
    CompletionStage<Void> firstSent() {
        return firstSent;
    }

    /** Completes when it was played to its end or stopped. Never fails. */
    CompletableFuture<HeardText> over() {
        return over;
    }

    /** What was heard of one of its texts, once it is over. */
    HeardText heardOf(Passage passage) {
        HeardText all = over.join();
        return passage.heard(AudioFormat.TELEPHONE.bytes(all.position()), all.certainty());
    }

    /** What was surely heard of its texts so far. */
    String heardSoFar() {
        return ledger.heard(Math.max(played, playedBefore), false, certainty).text();
    }

    /** How much of its sound was not heard yet. */
    Duration unheard() {
        return AudioFormat.TELEPHONE.duration(sound.end() - position());
    }

    /** Whether the other side may be hearing it just now. */
    boolean isAudible() {
        return !over.isDone() && isRunning() && sent > position();
    }

    /** Silences the line. What was not heard is kept. */
    void pause() {
        if (over.isDone() || paused) {
            return;
        }
        halt();
        paused = true;
        if (sent > 0) {
            line.clear();
        }
    }

    /** Nothing is played any more; remembers how far it came. */
    private void halt() {
        if (isRunning()) {
            certainty = certaintyNow();
            played = position();
        }
        next.cancel();
        forgetMarks();
    }

    private boolean isRunning() {
        return !paused && line.isOpen();
    }

    /** Goes on with the word that was cut. */
    void resume() {
        if (over.isDone() || !paused) {
            return;
        }
        paused = false;
        rewind();
        pump();
    }

    /** The line is gone, who knows since when: what it has not confirmed is rather said again than lost. */
    void onLost() {
        if (!over.isDone() && isRunning()) {
            halt();
            played = line.lag().marksCome() ? confirmed : played;
        }
    }

    /** There is a line: what another one has lost is sent again. */
    void onOpen() {
        if (over.isDone() || paused) {
            return;
        }
        rewind();
        pump();
    }

    private void rewind() {
        playedBefore = Math.max(playedBefore, played);
        sent = Math.max(sound.begin(), frameOf(ledger.wordBefore(played)));
        marked = sent;
        played = sent;
        confirmed = Math.min(confirmed, sent);
    }

    private void forgetMarks() {
        line.lag().forgotten(marks.size());
        marks.clear();
    }

    private static long frameOf(long position) {
        return position / FRAME * FRAME;
    }

    /** Silences the line for good. */
    HeardText stop() {
        if (!over.isDone()) {
            boolean everything = complete && position() >= sound.end();
            pause();
            finish(ledger.heard(Math.max(played, playedBefore), everything, certainty));
        }
        return over.join();
    }

    /** An echo of the line. */
    void onMark(String name) {
        if (marks.stream().noneMatch(mark -> mark.name.equals(name))) {
            return; // of another reply, flushed, or a repetition
        }
        Mark mark;
        do {
            mark = marks.remove();
        } while (!mark.name.equals(name));
        line.lag().echoed(samples(scheduler.nanoTime() - mark.dueNanos));
        confirmed = mark.position;
        played = Math.max(played, confirmed);
        if (complete && played >= sound.end()) {
            finish(ledger.heard(played, true, Certainty.MARKS));
        }
    }

    private void pump() {
        if (!isRunning() || over.isDone()) {
            return;
        }
        next.cancel();
        long surely = line.lag().marksCome() ? confirmed : position();
        sound.forgetBefore(frameOf(Math.max(0, surely - LONGEST_WORD)));
        while (mayBegin() && sendable() > 0 && sent + sendable() - clock() <= LEAD) {
            sendPiece();
        }
        if (sound.end() - sent <= BUFFER) {
            room.complete(null);
        }
        if (sendable() > 0 && mayBegin()) {
            at(sent - LEAD + PIECE, Duration.ZERO, this::pump);
        } else if (complete && sound.end() == sent) {
            markEnd();
            at(sent, grace(), this::giveUpWaiting);
        } else if (marked < sent) {
            at(sent, Duration.ZERO, this::markEnd); // unless more comes in time
        }
    }

    /** How long after its time the end is waited for. */
    private Duration grace() {
        if (marks.isEmpty()) {
            return Duration.ZERO;
        }
        return line.lag().marksCome() ? GRACE : GRACE_WITHOUT_MARKS;
    }

    /** Whether it is complete, and at most a second of it was not heard yet. */
    boolean isNearlyOver() {
        return complete && sound.end() - position() <= 1_000 * SAMPLES_PER_MILLI;
    }

    private int sendable() {
        long there = (sound.end() - sent) / FRAME * FRAME;
        return (int) Math.min(there, PIECE);
    }

    private boolean mayBegin() {
        return complete || clock() < sent || sound.end() - sent >= RUN_UP;
    }

    private void sendPiece() {
        if (clock() >= sent) {
            runBegan = scheduler.nanoTime();
            runFrom = sent;
        }
        int length = sendable();
        line.send(sound.copy(sent, sent + length));
        sent += length;
        if (sent - marked >= PIECE) {
            mark();
        }
        firstSent.complete(null);
    }

    private void markEnd() {
        if (marked < sent) {
            mark();
        }
    }

    private void mark() {
        String mark = line.nextMark();
        line.mark(mark);
        marked = sent;
        marks.add(new Mark(mark, sent, runBegan + nanos(sent - runFrom)));
        line.lag().sent();
    }

    /** Runs a task when the clock comes to a position, and some time later. */
    private void at(long position, Duration later, Runnable task) {
        long samples = Math.max(0, position - clock());
        next = scheduler.schedule(Duration.ofNanos(nanos(samples)).plus(later), mailbox, task);
    }

    private void giveUpWaiting() {
        played = sent;
        Certainty known = marks.isEmpty() ? Certainty.MARKS : Certainty.CLOCK;
        marks.clear(); // they count as missing
        finish(ledger.heard(played, true, known));
    }

    private void finish(HeardText heard) {
        next.cancel();
        forgetMarks();
        sound.forgetBefore(sound.end());
        line.done(this);
        room.complete(null);
        over.complete(heard);
    }

    /** The most that can have been played. */
    private long clock() {
        return Math.min(sent, runFrom + samples(scheduler.nanoTime() - runBegan));
    }

    private static long samples(long nanos) {
        return nanos / 1_000 * SAMPLES_PER_MILLI / 1_000;
    }

    private static long nanos(long samples) {
        return samples * 1_000_000 / SAMPLES_PER_MILLI;
    }

    /** What was played, to the best of our knowledge. */
    private long position() {
        if (!isRunning()) {
            return played;
        }
        long lag = line.lag().samples();
        return Math.max(played, Math.min(clock() - lag / 2, sent));
    }

    private Certainty certaintyNow() {
        long due = Math.max(position(), playedBefore) - line.lag().samples() / 2 - PIECE - TOLERANCE;
        return confirmed >= due ? Certainty.MARKS : Certainty.CLOCK;
    }

    private static byte[] silence(int samples) {
        byte[] silence = new byte[samples];
        Arrays.fill(silence, SILENCE);
        return silence;
    }
}
