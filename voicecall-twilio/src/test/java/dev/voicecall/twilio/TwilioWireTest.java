package dev.voicecall.twilio;

import dev.voicecall.testkit.CallGatewayContract;
import dev.voicecall.testkit.twilio.Faults;
import org.junit.jupiter.api.Tag;

/** The gateway keeps the contract through the wire: real HTTP both ways, with a line that runs forty times faster. */
@Tag("socket")
class TwilioWireTest extends CallGatewayContract {
    private static final double SPEED = 40;

    @Override
    protected Line open() {
        return new Wire(Faults.none(), SPEED);
    }
}
