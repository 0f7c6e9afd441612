package dev.voicecall.twilio;

import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import dev.voicecall.testkit.CallGatewayContract;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.net.URI;
import java.util.List;

/** A gateway and the simulator with real HTTP between them, on a line that runs faster. */
final class Wire implements CallGatewayContract.Line {
    final Scheduler scheduler = Scheduler.system();
    private final WebServer server;
    private final TwilioSimulator twilio;
    private final double speed;
    final TwilioCallGateway gateway;

    Wire(Faults faults, double speed) {
        this(faults, speed, NettyWebServer.on("127.0.0.1", 0));
    }

    Wire(Faults faults, double speed, WebServer server) {
        this.server = server;
        this.speed = speed;
        twilio = TwilioSimulator.builder().speed(speed).faults(faults).start();
        gateway = TwilioCallGateway.builder()
                .accountSid(twilio.accountSid())
                .authToken(twilio.authToken())
                .phoneNumber(twilio.phoneNumber())
                .apiBaseUrl(URI.create(twilio.apiBaseUrl()))
                .publicUrlIsLocal()
                .webServer(server)
                .build();
    }

    @Override
    public CallGateway gateway() {
        return gateway;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public void callee(String number, Callee callee) {
        twilio.callee(number, callee);
    }

    @Override
    public CalleeOnCall lastCall() {
        List<SimulatedCall> calls = twilio.calls().stream()
                .filter(call -> call.parentSid().isEmpty())
                .toList();
        return calls.get(calls.size() - 1).callee();
    }

    @Override
    public CalleeOnCall callIn(String from, Callee caller) {
        URI base = server.start(); // it has started; this says where
        twilio.voiceUrl(base.resolve("/twilio/voice"));
        twilio.statusCallback(base.resolve("/twilio/status"));
        return twilio.callIn(from, caller).callee();
    }

    @Override
    public int openLegs() {
        return (int)
                twilio.calls().stream().filter(call -> !call.status().isFinal()).count();
    }

    @Override
    public int speed() {
        return (int) Math.max(1, speed);
    }

    /** The port at which webhooks arrive. */
    int port() {
        return server.start().getPort();
    }

    @Override
    public void close() {
        server.close();
        twilio.close();
        scheduler.close();
        PublishedApi.check(twilio.requests());
    }
}
