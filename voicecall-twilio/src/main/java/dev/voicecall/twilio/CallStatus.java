package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.spi.CallLeg;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Twilio's statuses of a call, and what they mean to us. Immutable.
 *
 * @param name as Twilio writes it, {@code in-progress} for example
 */
record CallStatus(String name) {
    private static final Set<String> KNOWN = Set.of(
            "queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled");
    private static final Map<String, Outcome> TERMINAL = Map.of(
            "completed", Outcome.HUNG_UP,
            "busy", Outcome.BUSY,
            "failed", Outcome.FAILED,
            "no-answer", Outcome.NO_ANSWER,
            "canceled", Outcome.CANCELED);
    /** SIP's ways to say "I don't want to": 603 Decline, 607 Unwanted (RFC 8197), 608 Rejected (RFC 8688). */
    private static final Set<String> DECLINED = Set.of("603", "607", "608");

    static CallStatus of(String name) {
        return new CallStatus(name.toLowerCase(Locale.ROOT));
    }

    boolean isKnown() {
        return KNOWN.contains(name);
    }

    boolean isTerminal() {
        return TERMINAL.containsKey(name);
    }

    boolean isRinging() {
        return name.equals("ringing");
    }

    /** How a leg with this terminal status ended. */
    CallLeg.End end(Optional<String> sipCode) {
        Outcome outcome = TERMINAL.getOrDefault(name, Outcome.FAILED);
        boolean unconnected = outcome == Outcome.BUSY || outcome == Outcome.FAILED;
        if (unconnected && sipCode.filter(DECLINED::contains).isPresent()) {
            return new CallLeg.End(Outcome.REJECTED, Optional.empty());
        }
        if (outcome == Outcome.FAILED) {
            String why = sipCode.map(code -> " (SIP response " + code + ")").orElse("");
            return new CallLeg.End(
                    outcome,
                    Optional.of(new CarrierException("Twilio could not connect the call" + why + ".", 0, false, null)));
        }
        return new CallLeg.End(outcome, Optional.empty());
    }

    /** The same for {@code DialCallStatus}. */
    static TransferResult transferResult(Optional<String> dialCallStatus) {
        return switch (dialCallStatus.orElse("")) {
            case "completed", "answered" -> TransferResult.COMPLETED;
            case "busy" -> TransferResult.BUSY;
            case "no-answer" -> TransferResult.NO_ANSWER;
            case "canceled" -> TransferResult.CANCELED;
            default -> TransferResult.FAILED;
        };
    }
}
