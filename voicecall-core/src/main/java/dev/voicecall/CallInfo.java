package dev.voicecall;

import java.util.Optional;

/**
 * Which call this is. Immutable.
 *
 * @param direction who called whom
 * @param id the carrier's name for the call, Twilio's CallSid; empty until the carrier has given it
 * @param from the calling party as the carrier names it: E.164, {@code anonymous}, {@code client:name}, a SIP URI
 * @param to the called party, likewise
 */
public record CallInfo(Direction direction, Optional<String> id, String from, String to) {
    /** With the parties' numbers hidden, for logs. */
    @Override
    public String toString() {
        return direction + " call " + id.orElse("(not placed yet)") + " from " + mask(from) + " to " + mask(to);
    }

    private static String mask(String party) {
        return party.length() <= 5
                ? "*".repeat(party.length())
                : party.substring(0, 3) + "*".repeat(party.length() - 5) + party.substring(party.length() - 2);
    }
}
