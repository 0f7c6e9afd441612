package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.CalleeOnCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a simulator knows of a call, during it and afterwards. Safe for use by many threads. */
public final class SimulatedCall {
    private final String sid;
    private final CallOrder order;
    private final CalleeOnCall callee;
    private final Instant created;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<CallStatus> statusHistory = new CopyOnWriteArrayList<>();
    private final List<String> documents = new CopyOnWriteArrayList<>();
    private final List<WebhookExchange> webhooks = new CopyOnWriteArrayList<>();
    private final List<SimulatedStream> streams = new CopyOnWriteArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private volatile CallStatus status;
    private volatile Optional<Instant> started = Optional.empty();
    private volatile Optional<Instant> finished = Optional.empty();
    private volatile Optional<String> answeredBy = Optional.empty();
    private volatile Duration talk = Duration.ZERO;
    private volatile Duration queueTime = Duration.ZERO;

    SimulatedCall(String sid, CallOrder order, CalleeOnCall callee, Instant created, CallStatus status) {
        this.sid = sid;
        this.order = order;
        this.callee = callee;
        this.created = created;
        this.status = status;
        statusHistory.add(status);
    }

    /** The call's SID: {@code CA} and 32 hex digits. */
    public String sid() {
        return sid;
    }

    /** The SID of the call that dialled this one; empty if it was not another call's doing. */
    public Optional<String> parentSid() {
        return order.parentSid();
    }

    /** {@code outbound-api}, {@code inbound} or {@code outbound-dial}. */
    public String direction() {
        return order.direction();
    }

    /** Who calls. */
    public String from() {
        return order.from();
    }

    /** Who is called. */
    public String to() {
        return order.to();
    }

    /** How far the call has come. */
    public CallStatus status() {
        return status;
    }

    /** All states so far, in order. */
    public List<CallStatus> statusHistory() {
        return List.copyOf(statusHistory);
    }

    /** The person or machine at the other end, with all that was heard and said. */
    public CalleeOnCall callee() {
        return callee;
    }

    /** What picked up, in Twilio's words; empty if it was not to be found out, or is not known yet. */
    public Optional<String> answeredBy() {
        return answeredBy;
    }

    /** The TwiML documents that were executed, in order. */
    public List<String> documents() {
        return List.copyOf(documents);
    }

    /** All requests to the application about this call, in the order in which they were answered. */
    public List<WebhookExchange> webhooks() {
        return List.copyOf(webhooks);
    }

    /** The requests to the application of one kind. */
    public List<WebhookExchange> webhooks(WebhookExchange.Kind kind) {
        return webhooks.stream().filter(webhook -> webhook.kind() == kind).toList();
    }

    /** All Media Streams of the call so far, in the order in which they were begun. */
    public List<SimulatedStream> streams() {
        return List.copyOf(streams);
    }

    /** All errors and warnings. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The time from being answered to the end; zero before the end. */
    public Duration talk() {
        return talk;
    }

    /** Completes when the call is over; the last callbacks may still be under way. */
    public CompletionStage<Void> ended() {
        return ended.copy();
    }

    Instant created() {
        return created;
    }

    Optional<Instant> started() {
        return started;
    }

    Optional<Instant> finished() {
        return finished;
    }

    Duration queueTime() {
        return queueTime;
    }

    /** Seconds, as billed: those that have begun count. */
    long talkSeconds() {
        return (talk.toMillis() + 999) / 1_000;
    }

    void to(CallStatus next) {
        status = next;
        statusHistory.add(next);
    }

    void dequeued(Duration waited) {
        queueTime = waited;
    }

    void answered(Instant at) {
        started = Optional.of(at);
    }

    void answeredBy(String what) {
        answeredBy = Optional.of(what);
    }

    void over(CallStatus how, Instant at, Duration talked) {
        finished = Optional.of(at);
        talk = talked;
        to(how);
        ended.complete(null);
    }

    void received(String document) {
        documents.add(document);
    }

    void sent(WebhookExchange exchange) {
        webhooks.add(exchange);
    }

    void streams(SimulatedStream stream) {
        streams.add(stream);
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public String toString() {
        return "SimulatedCall[" + sid + " " + status.wireName() + "]";
    }
}
