package dev.voicecall.twilio;

import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.CallGatewayContract;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/** A gateway and the simulator with real HTTP between them, on a line that runs faster. */
final class Wire implements CallGatewayContract.Line {
    final Scheduler scheduler = Scheduler.system();
    private final int port = freePort();
    private final NettyWebServer server = NettyWebServer.on("127.0.0.1", port);
    private final TwilioSimulator twilio;
    final TwilioCallGateway gateway;

    Wire(Faults faults, double speed) {
        URI base = URI.create("http://127.0.0.1:" + port);
        twilio = TwilioSimulator.builder().speed(speed).faults(faults).start();
        twilio.voiceUrl(base.resolve("/twilio/voice"));
        twilio.statusCallback(base.resolve("/twilio/status"));
        gateway = TwilioCallGateway.builder()
                .accountSid(twilio.accountSid())
                .authToken(twilio.authToken())
                .phoneNumber(twilio.phoneNumber())
                .apiBaseUrl(URI.create(twilio.apiBaseUrl()))
                .publicUrl(base)
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
        return twilio.callIn(from, caller).callee();
    }

    @Override
    public int openLegs() {
        return (int)
                twilio.calls().stream().filter(call -> !call.status().isFinal()).count();
    }

    /** Whether nobody listens for webhooks any more. */
    boolean portIsFree() {
        try (ServerSocket again = new ServerSocket(port)) {
            return again.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        server.close();
        twilio.close();
        scheduler.close();
    }

    private static int freePort() {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
