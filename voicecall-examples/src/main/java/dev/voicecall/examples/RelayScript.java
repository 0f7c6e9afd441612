package dev.voicecall.examples;

import dev.voicecall.Call;
import dev.voicecall.CallInfo;
import dev.voicecall.CallScript;
import dev.voicecall.Direction;
import dev.voicecall.InvalidPhoneNumberException;
import dev.voicecall.PhoneNumber;
import dev.voicecall.TransferResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is done on a call that is relayed: it stays open. A softphone is connected with the number that it asks for. Safe for use by many
 * threads.
 */
final class RelayScript implements CallScript<@Nullable Void> {
    private static final String SOFTPHONE = "client:";

    private final Duration longest;
    private final List<String> allowedPrefixes;

    /**
     * @param longest how long calls stay open, ten minutes at most
     * @param allowedPrefixes the beginnings of numbers that softphones may call
     */
    RelayScript(Duration longest, List<String> allowedPrefixes) {
        this.longest = longest;
        this.allowedPrefixes = allowedPrefixes;
    }

    @Override
    public @Nullable Void run(Call call) {
        if (isSoftphone(call.info())) {
            connect(call);
        } else {
            call.pause(longest);
        }
        return null;
    }

    private static boolean isSoftphone(CallInfo call) {
        return call.direction() == Direction.INBOUND && call.from().startsWith(SOFTPHONE);
    }

    /** What a softphone asks for is whatever its page wrote. */
    private void connect(Call call) {
        Optional<PhoneNumber> number = number(call.info().to());
        if (number.isEmpty()) {
            call.say("Please dial a number with its country code, beginning with a plus sign.");
        } else if (allowedPrefixes.stream().noneMatch(number.get().e164()::startsWith)) {
            call.say("Calls to this number are not allowed.");
        } else if (call.transfer(number.get().e164()) != TransferResult.COMPLETED) {
            call.say("This call could not be connected.");
        }
    }

    private static Optional<PhoneNumber> number(String dialled) {
        try {
            return Optional.of(PhoneNumber.of(dialled));
        } catch (InvalidPhoneNumberException e) {
            return Optional.empty();
        }
    }
}
