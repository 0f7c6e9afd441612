package dev.voicecall.conversation;

import dev.voicecall.ProviderException;
import dev.voicecall.Usage;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what both sides of a call say, as a tap hears it, each side with an ear of its own. What a step writes down itself is
 * left to that. Belongs to one call; called on its mailbox.
 */
final class CallTranscriber implements AudioTap.Listener {
    private final CallSession session;
    private final Side them;
    private final Side us;
    private final HearingParts parts;
    private final Scheduler scheduler;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean begun;
    private boolean finishing;

    /** @param parts of each side's ear, which is opened when there is something to hear */
    CallTranscriber(HearingParts parts, Scheduler scheduler, CallSession session) {
        this.parts = parts;
        this.scheduler = scheduler;
        this.session = session;
        this.them = new Side(Speaker.THEM);
        this.us = new Side(Speaker.US);
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (!begun) {
            begun = true;
            session.transcribedBy(this);
        }
        if (!finishing && !session.writesDown(speaker)) {
            (speaker == Speaker.US ? us : them).hear(positionSamples, muLaw);
        }
    }

    @Override
    public void onEnded() {
        finish();
    }

    /**
     * Hears no more, and writes down what was said so far as soon as its words are known.
     *
     * @return completes then; never fails
     */
    CompletableFuture<Void> finish() {
        if (!finishing) {
            finishing = true;
            them.finish();
            us.finish();
            closeIfDone();
        }
        return done;
    }

    private void closeIfDone() {
        if (finishing && !them.inTurn() && !us.inTurn()) {
            close();
        }
    }

    /** Ends it, whatever is still to be known. */
    void close() {
        finishing = true;
        them.close();
        us.close();
        done.complete(null);
    }

    private final class Side implements Hearing.Listener {
        private final Speaker speaker;
        private @Nullable Hearing hearing;

        Side(Speaker speaker) {
            this.speaker = speaker;
        }

        void hear(long positionSamples, byte[] muLaw) {
            Hearing ear = hearing;
            if (ear == null) {
                ear = new Hearing(parts, scheduler, session.mailbox(), this);
                hearing = ear;
            }
            ear.audio(positionSamples, muLaw);
        }

        boolean inTurn() {
            return hearing != null && hearing.inTurn();
        }

        void finish() {
            if (hearing != null) {
                hearing.finish();
            }
        }

        void close() {
            if (hearing != null) {
                hearing.close();
            }
        }

        @Override
        public void onInterim(String words) {
            session.onInterim(speaker, words);
        }

        @Override
        public void onTurn(HeardTurn turn) {
            session.said(speaker, turn.words(), turn.confidence(), false);
            closeIfDone();
        }

        @Override
        public void onNoise() {
            closeIfDone();
        }

        @Override
        public void onUsage(Usage usage) {
            session.onUsage(usage);
        }

        @Override
        public void onHearingFailed(ProviderException failure) {
            session.onWarning(failure);
            closeIfDone();
        }

        @Override
        public void onSpeechBegan() {
            // whoever wants to know that hears it from the timeline
        }

        @Override
        public void onSpeech(Duration speech, String words) {
            // what counts is the turn
        }

        @Override
        public void onUtterance(String words) {
            // what counts is the turn
        }
    }
}
