package dev.voicecall.conversation;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One tap of the carrier's, and all who hear it. It is closed when nobody hears it any more. Who fails hears it no more, and the others
 * go on. Belongs to one call; called on its mailbox.
 */
final class SharedTap implements AudioTap.Listener {
    private final Executor mailbox;
    private final Consumer<VoiceCallException> warn;
    /** Replaced, never changed: somebody may come or go while the others are being told. */
    private List<Share> shares = List.of();

    private @Nullable AudioTap carriers;
    private boolean over;

    /** @param warn told of listeners that fail */
    SharedTap(Executor mailbox, Consumer<VoiceCallException> warn) {
        this.mailbox = mailbox;
        this.warn = warn;
    }

    /** What one of those who hear has of it. */
    private final class Share implements AudioTap {
        private final AudioTap.Listener listener;
        private volatile boolean closed;

        Share(AudioTap.Listener listener) {
            this.listener = listener;
        }

        void hear(Speaker speaker, long positionSamples, byte[] muLaw) {
            if (closed) {
                return;
            }
            try {
                listener.onAudio(speaker, positionSamples, muLaw);
            } catch (RuntimeException | Error e) {
                warn.accept(new VoiceCallException("A tap is closed, since its listener failed: " + e, e));
                leave();
            }
        }

        @Override
        public void close() {
            if (!closed) {
                mailbox.execute(this::leave);
            }
        }

        void leave() {
            if (closed) {
                return;
            }
            closed = true;
            List<Share> left = new ArrayList<>(shares);
            left.remove(this);
            shares = List.copyOf(left);
            try {
                listener.onEnded();
            } catch (RuntimeException | Error e) {
                warn.accept(new VoiceCallException("A tap's listener failed at its end: " + e, e));
            }
            closeIfUnheard();
        }
    }

    /** One more hears it, from now on. */
    AudioTap join(AudioTap.Listener listener) {
        Share share = new Share(listener);
        List<Share> more = new ArrayList<>(shares);
        more.add(share);
        shares = List.copyOf(more);
        return share;
    }

    /** The carrier has taken note of it. */
    void begun(AudioTap tap) {
        carriers = tap;
        closeIfUnheard();
    }

    private void closeIfUnheard() {
        if (shares.isEmpty() && carriers != null && !over) {
            over = true;
            carriers.close();
        }
    }

    /** Whether no sound will come any more. */
    boolean isOver() {
        return over;
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        for (Share share : shares) {
            share.hear(speaker, positionSamples, muLaw);
        }
    }

    @Override
    public void onEnded() {
        over = true;
        shares.forEach(Share::leave);
    }
}
