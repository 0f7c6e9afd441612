package dev.voicecall.conversation;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.conversation.SpeechTimeline.Witness;
import dev.voicecall.spi.AudioLine;

/**
 * A live line on which is measured who speaks when: the other side by the positions of its sound, ours when it is played
 * ({@link PlayedSound}). All else is passed on. Belongs to one call; called on its mailbox.
 */
final class MeasuredLine implements AudioLine.Listener, Witness {
    /** A position that leaps further is of another clock: 10 s. */
    private static final long LONGEST_LEAP = 80_000;

    private static final int FRAME = 160;
    /** Carriers send silence, too; one that sends nothing for 200 ms is gone, or will be found to have sent it. */
    private static final int MISSING = 1_600;

    private final AudioLine.Listener listener;
    private final SpeechTimeline timeline;
    private final SpeechMeter us = new SpeechMeter(new Ours());
    private final PlayedSound played = new PlayedSound(us);
    private SpeechMeter them = new SpeechMeter(new Theirs());
    private CarrierClock clock = new CarrierClock();
    private long expected;
    /** When the other side was heard last. */
    private long lastAudio;

    MeasuredLine(AudioLine.Listener listener, SpeechTimeline timeline) {
        this.listener = listener;
        this.timeline = timeline;
    }

    @Override
    public void onOpen(AudioLine line) {
        end();
        beginClock();
        timeline.opened(this);
        listener.onOpen(new Measured(line));
    }

    private void beginClock() {
        them.end();
        them = new SpeechMeter(new Theirs());
        clock = new CarrierClock();
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        if (timeline.believes(this)) {
            if (Math.abs(positionSamples - expected) > LONGEST_LEAP) {
                beginClock();
            }
            expected = positionSamples + muLaw.length;
            clock.arrived(expected, timeline.now());
            them.hear(positionSamples, muLaw);
        }
        lastAudio = nowSamples();
        played.advance(lastAudio);
        listener.onAudio(positionSamples, muLaw);
    }

    @Override
    public void onMark(String name) {
        played.echoed(name, nowSamples());
        listener.onMark(name);
    }

    @Override
    public void onKey(char key) {
        listener.onKey(key);
    }

    @Override
    public void end() {
        played.cleared(lastStanding());
        us.end();
        them.end();
        timeline.closed(this);
    }

    /** Now, or when the line fell silent: that the other side has hung up is told us later. */
    private long lastStanding() {
        long now = nowSamples();
        return now - lastAudio > MISSING ? lastAudio + FRAME : now;
    }

    private long nowSamples() {
        return CarrierClock.samplesIn(timeline.now());
    }

    private final class Ours implements SpeechMeter.Listener {
        @Override
        public void onSpeechBegan() {
            timeline.began(MeasuredLine.this, Kind.US);
        }

        @Override
        public void onSpeech(long begin, long end) {
            timeline.tell(MeasuredLine.this, Source.AUDIO, Kind.US, nanosPlayed(begin), nanosPlayed(end));
        }

        private long nanosPlayed(long samples) {
            return CarrierClock.nanosOf(samples + played.delay());
        }
    }

    /** Their sound has taken as long to come here as ours takes to get there. */
    private final class Theirs implements SpeechMeter.Listener {
        @Override
        public void onSpeechBegan() {
            timeline.began(MeasuredLine.this, Kind.THEM);
        }

        @Override
        public void onSpeech(long begin, long end) {
            timeline.tell(MeasuredLine.this, Source.AUDIO, Kind.THEM, nanosSaid(begin), nanosSaid(end));
        }

        private long nanosSaid(long samples) {
            return clock.nanosAt(samples) - CarrierClock.nanosOf(played.way());
        }
    }

    private final class Measured implements AudioLine {
        private final AudioLine line;

        Measured(AudioLine line) {
            this.line = line;
        }

        @Override
        public void send(byte[] muLaw) {
            line.send(muLaw);
            played.sent(muLaw, nowSamples());
        }

        @Override
        public void mark(String name) {
            line.mark(name);
            played.marked(name, nowSamples());
        }

        @Override
        public void clear() {
            line.clear();
            played.cleared(lastStanding());
        }

        @Override
        public void close() {
            line.close();
            end();
        }
    }
}
