package dev.voicecall.spi;

import dev.voicecall.CallInfo;
import dev.voicecall.Utterance.Speaker;
import java.util.Optional;

/**
 * Lets us hear both sides of a call while it goes on, whatever is done on the line meanwhile: speech by the carrier, live
 * audio, a transfer between two people. Nothing can be said into it. It ends with the call, when it is closed, or when its
 * connection breaks, which the call survives.
 *
 * <p>Safe for use by many threads.
 */
public interface AudioTap {
    /**
     * Ends it; the call goes on. {@link Listener#onEnded} comes soon, and no sound after it. Nothing blocks; on a tap that
     * is over it does nothing.
     */
    void close();

    /**
     * Hears both sides of a call. Called on the call's mailbox, so by one thread at a time, and what blocks it holds up the
     * call and maybe others: whoever writes files or asks services is wrapped in a {@link BufferedTapListener}. One that throws hears no
     * more: its tap is closed with a warning, and others that hear the same call go on.
     *
     * <p>Called by one thread at a time.
     */
    @FunctionalInterface
    interface Listener {
        /**
         * What one side says; usually 20 ms, but any length. The sides take turns, and a jump in the position of one means
         * that sound was lost, or that there was none.
         *
         * @param speaker whose sound: {@link Speaker#THEM} is the other side; {@link Speaker#US} is what they hear, from
         *     us or, in a transfer, from the third party
         * @param positionSamples where it begins, in samples since the carrier began to be tapped, on its clock: the same for
         *     both sides, and for all who hear the call; who comes later does not begin at 0
         * @param muLaw μ-law, 8,000 samples per second, one byte each
         *     ({@link dev.voicecall.audio.AudioFormat#TELEPHONE}); may be kept, and is not to be changed, since others hear the
         *     same
         */
        void onAudio(Speaker speaker, long positionSamples, byte[] muLaw);

        /** The tap is over; comes last, and exactly once. At the end of a call its result may be known before. */
        default void onEnded() {}
    }

    /** Decides who hears the sound of a call. Called on the call's mailbox. */
    @FunctionalInterface
    interface Factory {
        /**
         * Who is to hear a call that is about to be answered, or was. One that throws is left out, with a warning.
         *
         * @return empty if nobody; a call that nobody hears is not tapped
         */
        Optional<Listener> listenTo(CallInfo call);
    }
}
