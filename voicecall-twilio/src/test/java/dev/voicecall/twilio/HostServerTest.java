package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.JdkWebServer;
import dev.voicecall.testkit.twilio.Faults;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host's own web server carries the gateway's handlers: here the JDK's. */
@Tag("socket")
class HostServerTest {
    private static final String CALLEE = "+14155550123";

    @Test
    void carriesTheHandlersOfTheGateway() {
        Wire wire = new Wire(Faults.none(), 40, new JdkWebServer("127.0.0.1", 0));
        wire.callee(CALLEE, Callee.answers().staysSilent().says("John"));
        try (VoiceCalls calls =
                VoiceCalls.builder(wire.gateway).scheduler(wire.scheduler).build()) {
            assertThat(calls.ask(CALLEE, "What is your name?").answer()).contains("John");
        }
        wire.close();
    }
}
