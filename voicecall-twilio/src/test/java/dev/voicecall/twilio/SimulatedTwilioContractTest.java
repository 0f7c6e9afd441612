package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.CallGatewayContract;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.time.Duration;

/** The gateway to Twilio keeps the contract, against the simulator on virtual time. */
class SimulatedTwilioContractTest extends CallGatewayContract {
    /** Sets what the calls need. */
    void configure(VoiceCallsBuilder builder, SimulatedTwilio simulated) {}

    /** Prepares what a callee needs. */
    void prepareFor(Callee callee) {}

    @Override
    protected Line open() {
        SimulatedTwilio simulated = new SimulatedTwilio(Faults.none());
        return new Line() {
            @Override
            public CallGateway gateway() {
                return simulated.gateway;
            }

            @Override
            public Scheduler scheduler() {
                return simulated.time;
            }

            @Override
            public void callee(String number, Callee callee) {
                prepareFor(callee);
                simulated.twilio.callee(number, callee);
            }

            @Override
            public void configure(VoiceCallsBuilder builder) {
                SimulatedTwilioContractTest.this.configure(builder, simulated);
            }

            @Override
            public CalleeOnCall lastCall() {
                var calls = simulated.twilio.calls().stream()
                        .filter(call -> call.parentSid().isEmpty())
                        .toList();
                return calls.get(calls.size() - 1).callee();
            }

            @Override
            public CalleeOnCall callIn(String from, Callee caller) {
                SimulatedCall call = simulated.twilio.callIn(from, caller);
                return call.callee();
            }

            @Override
            public int openLegs() {
                return (int) simulated.twilio.calls().stream()
                        .filter(call -> !call.status().isFinal())
                        .count();
            }

            @Override
            public void close() {
                assertThat(simulated.gateway.openLegs()).isZero();
                assertThat(simulated.time.blockedWorkers()).isZero();
                // Time for the simulator's last reports, but not for a timer of a call, which would have minutes to go.
                simulated.time.advance(Duration.ofSeconds(90));
                assertThat(simulated.time.pendingEvents()).as("timers").isZero();
                simulated.close();
            }
        };
    }
}
