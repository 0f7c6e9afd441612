package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The taps of one call that are not over. Belongs to one call; called on its mailbox. */
final class Taps {
    /** Twilio streams four tracks of a call at a time, and a tap has two. */
    private static final int AT_ONCE = 2;

    private static final String NAME = "tap-";

    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final Consumer<VoiceCallException> warn;
    private final List<TwilioTap> open = new ArrayList<>();
    private int begun;

    /** @param warn told what went wrong with one, which the call survives */
    Taps(TwilioLeg.Context context, Mailbox mailbox, Consumer<VoiceCallException> warn) {
        this.context = context;
        this.mailbox = mailbox;
        this.warn = warn;
    }

    /** Whether Twilio would refuse one more. */
    boolean full() {
        return open.size() == AT_ONCE;
    }

    /** A new tap, with a name of its own. */
    TwilioTap add(AudioTap.Listener listener) {
        TwilioTap tap = new TwilioTap(context, mailbox, NAME + ++begun, listener, warn, open::remove);
        open.add(tap);
        return tap;
    }

    /**
     * Twilio reports that something went wrong with a stream.
     *
     * @return false if the stream is no tap, whether over or not
     */
    boolean onError(String streamName, CarrierException problem) {
        open.stream().filter(tap -> tap.name().equals(streamName)).findFirst().ifPresent(tap -> tap.fail(problem));
        return streamName.startsWith(NAME);
    }

    /** The call is over. */
    void callEnded() {
        List.copyOf(open).forEach(TwilioTap::callEnded);
    }
}
