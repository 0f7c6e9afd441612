package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.CalleeOnCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What all calls of a simulator share. Safe for use by many threads. */
final class Simulation {
    private final Account account;
    private final Scheduler line;
    private final Timers timers;
    private final Network network;
    private final Scheduler application;
    private final Duration webhookTimeout;
    private final Sids sids;
    private final PhoneBook phoneBook = new PhoneBook();
    private final List<LiveCall> calls = new CopyOnWriteArrayList<>();
    private final Recordings recordings = new Recordings();
    private final Conferences conferences = new Conferences(this);
    private final Messages messages = new Messages(this);
    private final WebhookSender sender;
    private final RestFaults restFaults = new RestFaults();
    private final double callsPerSecond;
    private final AtomicLong nextSlotNanos = new AtomicLong(Long.MIN_VALUE / 2);
    private final List<Consumer<SpokenLine>> listeners = new CopyOnWriteArrayList<>();
    private final List<WebhookExchange> messageWebhooks = new CopyOnWriteArrayList<>();
    private volatile Faults faults;
    private volatile String apiBaseUrl = "http://twilio.test";

    Simulation(
            Account account,
            Scheduler application,
            Scheduler line,
            Network network,
            Duration webhookTimeout,
            double callsPerSecond,
            Faults faults) {
        this.account = account;
        this.line = line;
        this.timers = new Timers();
        this.network = network;
        this.application = application;
        this.webhookTimeout = webhookTimeout;
        this.sids = new Sids(faults.seed());
        this.callsPerSecond = callsPerSecond;
        this.faults = faults;
        this.sender =
                new WebhookSender(network, application, timers, webhookTimeout, account.authToken(), this::faults);
        restFaults.plan(faults.rest());
    }

    String accountSid() {
        return account.sid();
    }

    Account account() {
        return account;
    }

    Scheduler line() {
        return line;
    }

    Timers timers() {
        return timers;
    }

    /** Runs a task unless the application has answered by then; in its time, not the line's. */
    Scheduler.Timer afterWebhookTimeout(Executor where, Runnable task) {
        return timers.after(application, webhookTimeout, where, task);
    }

    Network network() {
        return network;
    }

    Sids sids() {
        return sids;
    }

    PhoneBook phoneBook() {
        return phoneBook;
    }

    Recordings recordings() {
        return recordings;
    }

    Conferences conferences() {
        return conferences;
    }

    Messages messages() {
        return messages;
    }

    WebhookSender sender() {
        return sender;
    }

    RestFaults restFaults() {
        return restFaults;
    }

    Faults faults() {
        return faults;
    }

    void faults(Faults next) {
        faults = next;
        restFaults.plan(next.rest());
    }

    void apiBaseUrl(String url) {
        apiBaseUrl = url;
    }

    String apiBaseUrl() {
        return apiBaseUrl;
    }

    List<LiveCall> calls() {
        return calls;
    }

    Optional<LiveCall> call(String sid) {
        return calls.stream().filter(call -> call.view().sid().equals(sid)).findFirst();
    }

    /** Makes a call of which nothing happens before it is told to begin. */
    LiveCall newCall(CallOrder order, CalleeOnCall callee) {
        CallStatus status = order.inbound() ? CallStatus.RINGING : CallStatus.QUEUED;
        LiveCall call =
                new LiveCall(this, order, new SimulatedCall(sids.next("CA"), order, callee, line.now(), status));
        calls.add(call);
        return call;
    }

    /** How long a call that is made now has to wait for its turn. */
    Duration queueTime() {
        long now = line.nanoTime();
        long gap = callsPerSecond > 0 ? (long) (1e9 / callsPerSecond) : 0;
        long slot = nextSlotNanos.getAndUpdate(next -> Math.max(next, now) + gap);
        return Duration.ofNanos(Math.max(slot, now) - now);
    }

    /** Where a recording is to be had, without the ending of its format. */
    String recordingUrl(String sid) {
        return apiBaseUrl + "/2010-04-01/Accounts/" + account.sid() + "/Recordings/" + sid;
    }

    void listen(Consumer<SpokenLine> listener) {
        listeners.add(listener);
    }

    void sentForMessage(WebhookExchange exchange) {
        messageWebhooks.add(exchange);
    }

    List<WebhookExchange> messageWebhooks() {
        return List.copyOf(messageWebhooks);
    }

    void tell(SpokenLine spoken) {
        listeners.forEach(listener -> listener.accept(spoken));
    }
}
