package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;

/** The scripted carrier on virtual time keeps the contract, and leaves no timer and no thread waiting. */
class ScriptedCarrierTest extends CallGatewayContract {
    /** Sets what the calls need. */
    void configure(VoiceCallsBuilder builder, VirtualScheduler time) {}

    /** Prepares what a callee needs. */
    void prepareFor(Callee callee) {}

    @Override
    protected Line open() {
        VirtualScheduler time = new VirtualScheduler();
        ScriptedCarrier carrier = new ScriptedCarrier();
        return new Line() {
            @Override
            public CallGateway gateway() {
                return carrier;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public void callee(String number, Callee callee) {
                prepareFor(callee);
                carrier.callee(number, callee);
            }

            @Override
            public void configure(VoiceCallsBuilder builder) {
                ScriptedCarrierTest.this.configure(builder, time);
            }

            @Override
            public CalleeOnCall lastCall() {
                return carrier.lastCall();
            }

            @Override
            public CalleeOnCall callIn(String from, Callee caller) {
                return carrier.callIn(from, caller);
            }

            @Override
            public int openLegs() {
                return carrier.openLegs();
            }

            @Override
            public void close() {
                time.advance(Duration.ZERO);
                assertThat(time.blockedWorkers()).isZero();
                assertThat(time.pendingEvents()).isZero();
                time.close();
            }
        };
    }
}
