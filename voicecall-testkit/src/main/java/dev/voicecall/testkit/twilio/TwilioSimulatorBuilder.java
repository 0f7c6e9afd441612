package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.InMemoryWebServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link TwilioSimulator}. Not safe for use by several threads. */
public final class TwilioSimulatorBuilder {
    private String accountSid = "AC0123456789abcdef0123456789abcdef";
    private String authToken = "0123456789abcdef0123456789abcdef";
    private final Map<String, String> apiKeys = new LinkedHashMap<>();
    private final List<String> numbers = new ArrayList<>();
    private double speed = 1;
    private double callsPerSecond;
    private int port;
    private Duration webhookTimeout = Duration.ofSeconds(15);
    private Faults faults = Faults.none();
    private @Nullable Scheduler scheduler;
    private @Nullable InMemoryWebServer application;

    TwilioSimulatorBuilder() {}

    /** Another account than the built-in one. */
    public TwilioSimulatorBuilder account(String accountSid, String authToken) {
        this.accountSid = accountSid;
        this.authToken = authToken;
        return this;
    }

    /** An API key that may use the REST API, beside the auth token. */
    public TwilioSimulatorBuilder apiKey(String sid, String secret) {
        apiKeys.put(sid, secret);
        return this;
    }

    /** A number that may be called from; the first one can be called, too. {@code +15005550006} if none is given. */
    public TwilioSimulatorBuilder phoneNumber(String number) {
        numbers.add(number);
        return this;
    }

    /**
     * Lets the line run faster than real time; 1 by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public TwilioSimulatorBuilder speed(double times) {
        if (!(times > 0)) {
            throw new IllegalArgumentException("The speed is " + times + "; it must be positive.");
        }
        speed = times;
        return this;
    }

    /** How many calls are dialled per second of the line; the others are queued. As many as come, by default. */
    public TwilioSimulatorBuilder callsPerSecond(double calls) {
        callsPerSecond = calls;
        return this;
    }

    /** The port of the REST API; any that is free, by default. */
    public TwilioSimulatorBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** How long an application may take to answer; 15 s by default, in the application's time whatever the speed. */
    public TwilioSimulatorBuilder webhookTimeout(Duration timeout) {
        webhookTimeout = timeout;
        return this;
    }

    /** What goes wrong; nothing, by default. */
    public TwilioSimulatorBuilder faults(Faults faults) {
        this.faults = faults;
        return this;
    }

    /** Without a network: on this time, all webhooks to this server, the REST API by {@link TwilioSimulator#rest}. */
    public TwilioSimulatorBuilder inProcess(Scheduler scheduler, InMemoryWebServer application) {
        this.scheduler = scheduler;
        this.application = application;
        return this;
    }

    /**
     * Starts.
     *
     * @throws dev.voicecall.VoiceCallException if the port can't be had
     */
    public TwilioSimulator start() {
        Account account =
                new Account(accountSid, authToken, apiKeys, numbers.isEmpty() ? List.of("+15005550006") : numbers);
        return scheduler != null && application != null
                ? inProcess(account, scheduler, application)
                : onLoopback(account);
    }

    private TwilioSimulator inProcess(Account account, Scheduler time, InMemoryWebServer server) {
        Network network = new InMemoryNetwork(server, time);
        Simulation simulation = simulation(account, time, network);
        return new TwilioSimulator(simulation, new RestApi(simulation), List.of());
    }

    private TwilioSimulator onLoopback(Account account) {
        Scheduler time = Scheduler.system();
        Network network = new HttpClientNetwork();
        try {
            Simulation simulation = simulation(account, time, network);
            RestApi api = new RestApi(simulation);
            RestServer server = new RestServer(api, port);
            simulation.apiBaseUrl(server.url());
            return new TwilioSimulator(simulation, api, List.of(server::close, network::close, time::close));
        } catch (RuntimeException e) {
            network.close();
            time.close();
            throw e;
        }
    }

    private Simulation simulation(Account account, Scheduler time, Network network) {
        Scheduler line = speed == 1 ? time : new ScaledScheduler(time, speed);
        return new Simulation(account, time, line, network, webhookTimeout, callsPerSecond, faults);
    }
}
