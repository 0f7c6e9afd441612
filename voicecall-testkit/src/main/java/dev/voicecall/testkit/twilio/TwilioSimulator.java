package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.CalleeOnCall;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Twilio on this machine: takes calls by its REST API, rings scripted callees, executes the application's TwiML and reports
 * to it by signed webhooks.
 *
 * <pre>{@code
 * try (TwilioSimulator twilio = TwilioSimulator.builder().speed(20).start()) {
 *     twilio.callee("+14155550123", Callee.answers().says("My name is John"));
 *     // let the application call twilio.apiBaseUrl() as twilio.accountSid() with twilio.authToken()
 * }
 * }</pre>
 *
 * <p>Numbers without a callee can't be reached. Safe for use by many threads, except on a virtual scheduler, which has one.
 */
public final class TwilioSimulator implements AutoCloseable {
    private static final String APPLICATION_SID = "AP00000000000000000000000000000001";

    private final Simulation simulation;
    private final RestApi api;
    private final List<Runnable> owned;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<Endpoint> voice = Optional.empty();
    private volatile Optional<Endpoint> messages = Optional.empty();
    private volatile Optional<Endpoint> voiceFallback = Optional.empty();
    private volatile Optional<Endpoint> statusCallback = Optional.empty();

    TwilioSimulator(Simulation simulation, RestApi api, List<Runnable> owned) {
        this.simulation = simulation;
        this.api = api;
        this.owned = List.copyOf(owned);
    }

    /** What a simulator is made with. */
    public static TwilioSimulatorBuilder builder() {
        return new TwilioSimulatorBuilder();
    }

    /** Where the REST API is, for example {@code http://127.0.0.1:5000}, without a path. */
    public String apiBaseUrl() {
        return simulation.apiBaseUrl();
    }

    /** The account: {@code AC} and 32 hex digits. */
    public String accountSid() {
        return simulation.accountSid();
    }

    /** The password of the REST API, and the key of all signatures. */
    public String authToken() {
        return simulation.account().authToken();
    }

    /** The number that the account may call from, and can be called at. */
    public String phoneNumber() {
        return simulation.account().numbers().get(0);
    }

    /** Puts somebody behind a number. Calls under way keep who they have. */
    public TwilioSimulator callee(String number, Callee callee) {
        simulation.phoneBook().callee(number, callee);
        return this;
    }

    /** Has machine detection come to this result at a number, for example {@code fax}, whoever is there. */
    public TwilioSimulator answeredBy(String number, String result) {
        simulation.phoneBook().answeredBy(number, result);
        return this;
    }

    /** Refuses calls to a number with 21216. */
    public TwilioSimulator block(String number) {
        simulation.phoneBook().block(number);
        return this;
    }

    /** Refuses calls to numbers that begin like this, for example {@code +881}, with 21215. */
    public TwilioSimulator forbid(String prefix) {
        simulation.phoneBook().forbid(prefix);
        return this;
    }

    /**
     * Has free-form WhatsApp messages to a number fail with 63016, as if it had not written for 24 hours. Until then it is as if it
     * had just written; once it {@linkplain #messageIn has written}, its 24 hours count on the line.
     *
     * @param number with its {@code whatsapp:}
     */
    public TwilioSimulator outsideSession(String number) {
        simulation.phoneBook().closeSession(number);
        return this;
    }

    /** Where calls to the {@linkplain #phoneNumber() number} are announced, by {@code POST}. */
    public TwilioSimulator voiceUrl(URI url) {
        voice = Optional.of(Endpoint.post(url));
        return this;
    }

    /** Where to ask if that goes wrong. */
    public TwilioSimulator voiceFallbackUrl(URI url) {
        voiceFallback = Optional.of(Endpoint.post(url));
        return this;
    }

    /** Where the end of calls that came in is reported. */
    public TwilioSimulator statusCallback(URI url) {
        statusCallback = Optional.of(Endpoint.post(url));
        return this;
    }

    /** Where messages to the {@linkplain #phoneNumber() number} are announced, by {@code POST}. */
    public TwilioSimulator messageUrl(URI url) {
        messages = Optional.of(Endpoint.post(url));
        return this;
    }

    /**
     * Somebody writes to the {@linkplain #phoneNumber() number}. Returns at once. What the application answers in TwiML is sent
     * back.
     *
     * @param from with its {@code whatsapp:} for a message of WhatsApp, which begins 24 hours in which it may be answered freely
     * @param media where pictures that come with it are
     * @return the message's SID
     * @throws IllegalStateException if there is no {@link #messageUrl}
     */
    public String messageIn(String from, String body, URI... media) {
        Endpoint url = messages.orElseThrow(
                () -> new IllegalStateException("The number has no message URL; set one with messageUrl(...)."));
        String prefix = from.startsWith("whatsapp:") ? "whatsapp:" : "";
        MessageContent content = new MessageContent(
                "inbound",
                prefix + phoneNumber(),
                from,
                body,
                Messages.media(List.of(media)),
                Optional.empty(),
                Optional.empty());
        return simulation.messages().receive(content, url).sid();
    }

    /** From now on, this goes wrong; what was planned before is forgotten. */
    public TwilioSimulator faults(Faults faults) {
        simulation.faults(faults);
        return this;
    }

    /** Calls the listener whenever something is said on any call; on the call's thread, which it must not block. */
    public TwilioSimulator onLine(Consumer<SpokenLine> listener) {
        simulation.listen(listener);
        return this;
    }

    /**
     * Somebody calls the {@linkplain #phoneNumber() number}. Returns at once.
     *
     * @throws IllegalStateException if there is no {@link #voiceUrl}
     */
    public SimulatedCall callIn(String from, Callee caller) {
        return callIn(from, phoneNumber(), Map.of(), caller);
    }

    /**
     * A softphone calls, by a TwiML application whose URLs are those of the {@linkplain #phoneNumber() number}. Returns at once. As at
     * Twilio the call is to nobody: whom it shall reach is for the application to decide.
     *
     * @param identity the name in its access token; the call comes from {@code client:} and this name
     * @param parameters what the page gave to {@code device.connect({params})}; they come with the first request, where {@code To} takes
     *     the place of Twilio's own, which is empty
     * @throws IllegalStateException if there is no {@link #voiceUrl}
     */
    public SimulatedCall callInFromClient(String identity, Map<String, String> parameters, Callee caller) {
        Map<String, String> first = new LinkedHashMap<>(parameters);
        first.put("ApplicationSid", APPLICATION_SID);
        return callIn("client:" + identity, "", first, caller);
    }

    private SimulatedCall callIn(String from, String to, Map<String, String> parameters, Callee caller) {
        Endpoint url = voice.orElseThrow(
                () -> new IllegalStateException("The number has no voice URL; set one with voiceUrl(...)."));
        CallOrder order = new CallOrder(
                "inbound",
                from,
                to,
                Optional.empty(),
                Optional.of(TwimlSource.at(url)),
                voiceFallback,
                statusCallback,
                Set.of("completed"),
                Duration.ofMinutes(10),
                CallOrder.DEFAULT_TIME_LIMIT,
                "",
                Optional.empty(),
                Optional.empty());
        LiveCall call = simulation.newCall(order, new CalleeOnCall(caller));
        call.mailbox().execute(() -> call.twiml().run(TwimlSource.at(url), parameters));
        return call.view();
    }

    /** All calls so far, in the order in which they were made; legs that were dialled by TwiML are calls of their own. */
    public List<SimulatedCall> calls() {
        return simulation.calls().stream().map(LiveCall::view).toList();
    }

    /** All requests to the REST API so far, in the order in which they were answered. */
    public List<RestExchange> requests() {
        return api.log();
    }

    /** All requests to the application about messages. */
    public List<WebhookExchange> messageWebhooks() {
        return simulation.messageWebhooks();
    }

    /**
     * Makes a request to the REST API without a network.
     *
     * @return completes with the answer, or exceptionally with an {@link java.io.IOException} if a fault breaks it off
     */
    public CompletionStage<HttpResponse> rest(HttpRequest request) {
        return api.handle(request);
    }

    /** The time on the line. */
    public Scheduler line() {
        return simulation.line();
    }

    /** Ends everything at once: all calls, timers, threads and sockets; nobody is told. Closing twice does no harm. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            simulation.timers().close();
            owned.forEach(Runnable::run);
        }
    }
}
