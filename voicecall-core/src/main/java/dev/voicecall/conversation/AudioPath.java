package dev.voicecall.conversation;

import dev.voicecall.ProviderException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The path of a call's sound, all of it:
 *
 * <pre>
 *  AudioLine ─▶ {@link Hearing}: decode ─▶ {@link TurnDetector} ─▶ transcription ─▶ a {@link Listener} decides what to say
 *  AudioLine ◀─ {@link Playback} ◀─ encode ◀─ synthesis ◀─ sentences: {@link Speaking}  ◀──┘
 * </pre>
 *
 * <p>The one way against the arrows is the interruption: what is heard has {@link Speaking#pause} called, and the line falls
 * silent. Belongs to one call; called on its mailbox.
 */
final class AudioPath implements AudioLine.Listener {
    private final VoiceParts parts;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Listener listener;
    private final Line line;
    private final Hearing hearing;
    private boolean wantsLine = true;

    /** Decides what to say. */
    interface Listener extends Hearing.Listener {
        /** So much has been heard of what is being said; comes a few times a second, when there is more. */
        void onHeardSoFar(String words);

        /** The other side pressed a key. */
        void onKey(char key);
    }

    AudioPath(VoiceParts parts, Scheduler scheduler, Executor mailbox, Listener listener) {
        this.parts = parts;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
        this.line = new Line(scheduler, listener::onHeardSoFar);
        this.hearing = new Hearing(parts.hearing(), scheduler, mailbox, listener);
    }

    /**
     * Begins to say something, in place of what is being said.
     *
     * @param onFailure hears that it can't be said
     */
    Speaking speak(Consumer<ProviderException> onFailure) {
        return new Speaking(parts, line, scheduler, mailbox, onFailure, listener::onUsage);
    }

    /** Plays sound as it is, μ-law, in place of what is being said. */
    Playback play(byte[] muLaw) {
        Playback playback = new Playback(line, scheduler, mailbox);
        playback.begin("", false);
        playback.add(muLaw);
        playback.endText();
        playback.end();
        return playback;
    }

    /** Whether the other side speaks, or has just spoken. */
    boolean isHearing() {
        return hearing.inTurn();
    }

    @Override
    public void onOpen(AudioLine opened) {
        if (!wantsLine) {
            opened.close();
            return;
        }
        hearing.onOpen();
        line.open(opened);
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        hearing.audio(positionSamples, muLaw);
    }

    @Override
    public void onMark(String name) {
        line.onMark(name);
    }

    @Override
    public void onKey(char key) {
        listener.onKey(key);
    }

    /** The line is gone; another one may come. */
    void lineLost() {
        line.lost();
    }

    /** Whether a line is used that is opened now; else it is given back at once. */
    boolean wantsLine() {
        return wantsLine;
    }

    /** A line is being opened. */
    void expectLine() {
        wantsLine = true;
    }

    /** Gives the line back, also one that has yet to be opened. */
    void closeLine() {
        wantsLine = false;
        line.close();
    }

    /** Gives the line back, and hears nothing any more. */
    void close() {
        hearing.close();
        closeLine();
    }
}
