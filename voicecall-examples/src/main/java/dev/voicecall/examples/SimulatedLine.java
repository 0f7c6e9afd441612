package dev.voicecall.examples;

import dev.voicecall.CallScript;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Person;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import dev.voicecall.twilio.TwilioCallGateway;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A line to an agent that needs no account: Twilio, simulated, and all that a service has to have to be called over it, on ports
 * of this machine. The calls are like any others: real requests, signatures and media streams. Safe for use by many threads.
 */
final class SimulatedLine implements AutoCloseable {
    private static final String CALLER = "+14155550100";
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    private final TwilioSimulator twilio;
    private final WebServer server;
    private final VoiceCalls calls;

    private SimulatedLine(CallScript<?> agent, Scheduler scheduler, Consumer<VoiceCallsBuilder> settings) {
        twilio = TwilioSimulator.builder().start();
        server = NettyWebServer.on("127.0.0.1", 0);
        try {
            calls = calls(scheduler, settings);
            calls.onIncoming(agent);
            URI address = server.start();
            twilio.voiceUrl(address.resolve("/twilio/voice")).statusCallback(address.resolve("/twilio/status"));
        } catch (RuntimeException e) {
            twilio.close();
            server.close();
            throw e;
        }
    }

    private VoiceCalls calls(Scheduler scheduler, Consumer<VoiceCallsBuilder> settings) {
        VoiceCallsBuilder builder = VoiceCalls.builder(TwilioCallGateway.builder()
                .accountSid(twilio.accountSid())
                .authToken(twilio.authToken())
                .phoneNumber(twilio.phoneNumber())
                .apiBaseUrl(URI.create(twilio.apiBaseUrl()))
                .publicUrlIsLocal()
                .webServer(server)
                .build());
        settings.accept(builder.scheduler(scheduler).drainTimeout(DRAIN_TIMEOUT));
        return builder.build();
    }

    /**
     * Opens it. Blocks while it listens on two ports, for some tenths of a second.
     *
     * @param scheduler the time of the calls; outlives this
     * @param settings of the calls
     * @throws dev.voicecall.VoiceCallException if there is no port to be had
     */
    static SimulatedLine open(CallScript<?> agent, Scheduler scheduler, Consumer<VoiceCallsBuilder> settings) {
        return new SimulatedLine(agent, scheduler, settings);
    }

    /** Has somebody call the agent. Does not wait for it to be answered. */
    SimulatedCall call(Person person) {
        return twilio.callIn(CALLER, Callee.answers().person(person));
    }

    /** The calls over it, as the agent's side knows them. */
    VoiceCalls calls() {
        return calls;
    }

    /** Hangs up what is not over within a second, and closes all ports. Blocks until then. */
    @Override
    public void close() {
        calls.close();
        server.close();
        twilio.close();
    }
}
