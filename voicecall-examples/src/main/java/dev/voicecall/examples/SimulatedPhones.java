package dev.voicecall.examples;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SpokenLine;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stands in for Twilio and for some people with phones, on a port of this machine. The numbers are among those that are
 * kept free for fiction. Safe for use by many threads.
 */
final class SimulatedPhones implements AutoCloseable {
    static final String JOHN = "+14155550101";
    static final String BUSY = "+14155550102";
    static final String NEVER_ANSWERS = "+14155550103";
    static final String VOICEMAIL = "+14155550104";
    static final String DECLINES = "+14155550105";
    static final String HANGS_UP = "+14155550106";
    static final String SILENT = "+14155550107";
    static final String UNREACHABLE = "+14155550108";

    /** An API key of the account. */
    static final String API_KEY = "SK00000000000000000000000000000001";

    static final String API_SECRET = "0123456789abcdef0123456789abcdef";

    /** What happens at each number. */
    static final Map<String, String> WHO = who();

    private final TwilioSimulator simulator;

    private SimulatedPhones(TwilioSimulator simulator) {
        this.simulator = simulator;
    }

    /** @param speed how much faster than in reality things happen on the line */
    static SimulatedPhones start(double speed) {
        TwilioSimulator simulator = TwilioSimulator.builder()
                .speed(speed)
                .apiKey(API_KEY, API_SECRET)
                .start();
        simulator.callee(JOHN, Callee.answers().says("My name is John"));
        simulator.callee(BUSY, Callee.busy());
        simulator.callee(NEVER_ANSWERS, Callee.neverAnswers());
        simulator.callee(
                VOICEMAIL, Callee.machine("You have reached the Smiths. We are out. Leave a message after the beep."));
        simulator.callee(DECLINES, Callee.rejects());
        simulator.callee(HANGS_UP, Callee.answers().hangsUp());
        simulator.callee(SILENT, Callee.answers());
        simulator.callee(UNREACHABLE, Callee.unreachable());
        return new SimulatedPhones(simulator);
    }

    private static Map<String, String> who() {
        Map<String, String> who = new LinkedHashMap<>();
        who.put(JOHN, "says \"My name is John\"");
        who.put(BUSY, "is busy");
        who.put(NEVER_ANSWERS, "is never picked up");
        who.put(VOICEMAIL, "has an answering machine");
        who.put(DECLINES, "declines");
        who.put(HANGS_UP, "picks up and hangs up");
        who.put(SILENT, "picks up and says nothing");
        who.put(UNREACHABLE, "can't be reached");
        return Collections.unmodifiableMap(who);
    }

    /** Puts somebody else behind a number. */
    void callee(String number, Callee callee) {
        simulator.callee(number, callee);
    }

    /**
     * Has somebody call the service.
     *
     * @param voiceUrl where it takes calls
     * @param statusUrl where it is told how they end
     */
    SimulatedCall callIn(URI voiceUrl, URI statusUrl, Callee caller) {
        return callIn(JOHN, voiceUrl, statusUrl, caller);
    }

    /** The same from another number, or whatever stands in its place. */
    SimulatedCall callIn(String from, URI voiceUrl, URI statusUrl, Callee caller) {
        return simulator.voiceUrl(voiceUrl).statusCallback(statusUrl).callIn(from, caller);
    }

    /**
     * Has somebody call by a softphone.
     *
     * @param to what the page gave as {@code To}
     */
    SimulatedCall callInFromClient(String identity, String to, URI voiceUrl, URI statusUrl, Callee caller) {
        return simulator
                .voiceUrl(voiceUrl)
                .statusCallback(statusUrl)
                .callInFromClient(identity, Map.of("To", to), caller);
    }

    /** Has all lines listened in on, by a listener that must not block. */
    void listenIn(Consumer<SpokenLine> listener) {
        simulator.onLine(listener);
    }

    /** All calls so far, in order. */
    List<SimulatedCall> calls() {
        return simulator.calls();
    }

    /** What has to be set so that the gateway uses these phones. */
    Map<String, String> settings() {
        return Map.of(
                "TWILIO_ACCOUNT_SID", simulator.accountSid(),
                "TWILIO_AUTH_TOKEN", simulator.authToken(),
                "TWILIO_PHONE_NUMBER", simulator.phoneNumber(),
                "TWILIO_API_BASE_URL", simulator.apiBaseUrl());
    }

    /** The same, for a service that listens on a port of this machine. */
    Map<String, String> settings(String port) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("PORT", port);
        settings.put("PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("RELAY_MEDIA", "true");
        return settings;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
