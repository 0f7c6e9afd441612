package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The taps of one call that are not over. Belongs to one call; called on its mailbox. */
final class Taps {
    /** Twilio streams four tracks of a call at a time, and a tap has two. */
    private static final int AT_ONCE = 2;

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

    /** @throws CarrierException if there are too many */
    TwilioTap begin(AudioTap.Listener listener) {
        if (open.size() == AT_ONCE) {
            throw new CarrierException(
                    "The call has " + AT_ONCE + " taps already, and Twilio streams no more than that; close one first.",
                    0,
                    true,
                    null);
        }
        TwilioTap tap = new TwilioTap(context, mailbox, "tap-" + ++begun, listener, warn, open::remove);
        open.add(tap);
        return tap;
    }

    Optional<TwilioTap> named(String name) {
        return open.stream().filter(tap -> tap.name().equals(name)).findFirst();
    }

    /** The call is over. */
    void callEnded() {
        List.copyOf(open).forEach(TwilioTap::callEnded);
    }
}
