package dev.voicecall.conversation;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.conversation.SpeechTimeline.Witness;
import dev.voicecall.spi.AudioTap;

/** A tap on which is measured who speaks when, both sides by one clock. Belongs to one call; called on its mailbox. */
final class MeasuredTap implements AudioTap.Listener, Witness {
    /** A side that is so far behind the other one is silent: 1 s. */
    private static final long FURTHEST_BEHIND = 8_000;

    private final AudioTap.Listener listener;
    private final SpeechTimeline timeline;
    private final CarrierClock clock = new CarrierClock();
    private final SpeechMeter us = new SpeechMeter(new Side(Kind.US));
    private final SpeechMeter them = new SpeechMeter(new Side(Kind.THEM));
    private boolean ended;

    MeasuredTap(AudioTap.Listener listener, SpeechTimeline timeline) {
        this.listener = listener;
        this.timeline = timeline;
    }

    /** The carrier has taken note of it: sound will come. */
    void begun() {
        if (!ended) {
            timeline.opened(this);
        }
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (timeline.believes(this)) {
            clock.arrived(positionSamples + muLaw.length, timeline.now());
            (speaker == Speaker.US ? us : them).hear(positionSamples, muLaw);
            (speaker == Speaker.US ? them : us).silence(positionSamples - FURTHEST_BEHIND);
        }
        listener.onAudio(speaker, positionSamples, muLaw);
    }

    private final class Side implements SpeechMeter.Listener {
        private final Kind kind;

        Side(Kind kind) {
            this.kind = kind;
        }

        @Override
        public void onSpeechBegan() {
            timeline.began(MeasuredTap.this, kind);
        }

        @Override
        public void onSpeech(long begin, long end) {
            timeline.tell(MeasuredTap.this, Source.AUDIO, kind, clock.nanosAt(begin), clock.nanosAt(end));
        }
    }

    @Override
    public void onEnded() {
        end();
        listener.onEnded();
    }

    @Override
    public void end() {
        ended = true;
        us.end();
        them.end();
        timeline.closed(this);
    }
}
