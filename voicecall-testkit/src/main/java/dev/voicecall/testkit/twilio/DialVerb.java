package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.CalleeOnCall;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dial: connects the callee with somebody else, the registered callee of that number. Both talk to each other: what one says is a
 * question to the other. Who is dialled talks until its own moment of hanging up, or for ten seconds if it has none. Of several numbers
 * only the first is dialled.
 */
final class DialVerb implements Verb {
    static final String[] ATTRIBUTES = {
        "action",
        "method",
        "timeout",
        "hangupOnStar",
        "timeLimit",
        "callerId",
        "callReason",
        "record",
        "recordingTrack",
        "recordingStatusCallback",
        "recordingStatusCallbackMethod",
        "recordingStatusCallbackEvent",
        "trim",
        "answerOnBridge",
        "ringTone",
        "sequential",
        "referUrl",
        "referMethod",
        "events",
        "passports",
        "recordingConfigurationId"
    };

    static final String[] NUMBER_ATTRIBUTES = {
        "sendDigits",
        "url",
        "method",
        "statusCallbackEvent",
        "statusCallback",
        "statusCallbackMethod",
        "byoc",
        "machineDetection",
        "amdStatusCallbackMethod",
        "amdStatusCallback",
        "machineDetectionTimeout",
        "machineDetectionSpeechThreshold",
        "machineDetectionSpeechEndThreshold",
        "machineDetectionSilenceTimeout"
    };

    private static final Duration TALK = Duration.ofSeconds(10);

    private final TwimlElement element;
    private @Nullable LiveCall child;
    private @Nullable BridgedParty caller;

    DialVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        LiveCall parent = execution.call();
        TwimlElement noun = element.children().stream()
                .filter(candidate -> candidate.name().equals("Number"))
                .findFirst()
                .orElse(element);
        String number = noun.text().replaceAll("[\\s().-]", "");
        if (!number.matches("\\+?\\d{3,15}")) {
            execution.warn(13223, "<Dial> has no valid number: \"" + noun.text() + "\".");
            execution.actionOrNext(element, Map.of("DialCallStatus", "failed"));
            return;
        }
        Simulation simulation = parent.simulation();
        LiveCall dialled = simulation.newCall(
                order(execution, noun, number),
                new CalleeOnCall(simulation.phoneBook().callee(number)));
        child = dialled;
        dialled.mailbox().execute(() -> connect(execution, parent, dialled));
    }

    /** On the child's mailbox. */
    private void connect(TwimlExecution execution, LiveCall parent, LiveCall dialled) {
        dialled.whenAnswered(() -> {
            if (dialled.callee().callee().hangsUpAfter().isEmpty()) {
                dialled.line().after(TALK, dialled::calleeHangsUp);
            }
            BridgedParty ours = new BridgedParty(parent);
            BridgedParty theirs = new BridgedParty(dialled);
            dialled.whenEnded(theirs::leave);
            theirs.talkTo(ours);
            parent.mailbox().execute(() -> bridge(dialled, ours, theirs));
        });
        dialled.whenEnded(() -> parent.mailbox().execute(() -> childEnded(execution, dialled)));
        new OutboundLine(dialled).dial();
    }

    /** On the parent's mailbox. */
    private void bridge(LiveCall dialled, BridgedParty ours, BridgedParty theirs) {
        if (child == dialled) {
            caller = ours;
            ours.talkTo(theirs);
        }
    }

    /** On the parent's mailbox. */
    private void childEnded(TwimlExecution execution, LiveCall dialled) {
        if (child != dialled || execution.call().over()) {
            return;
        }
        child = null;
        part();
        SimulatedCall ended = dialled.view();
        Map<String, String> result = new LinkedHashMap<>();
        result.put("DialCallStatus", ended.status().wireName());
        result.put("DialCallSid", ended.sid());
        result.put("DialBridged", Boolean.toString(ended.status() == CallStatus.COMPLETED));
        if (ended.status() == CallStatus.COMPLETED) {
            result.put("DialCallDuration", Long.toString(ended.talkSeconds()));
        }
        execution.actionOrNext(element, result);
    }

    private CallOrder order(TwimlExecution execution, TwimlElement noun, String number) {
        LiveCall parent = execution.call();
        Optional<Endpoint> callback = noun.attribute("statusCallback")
                .flatMap(url -> execution.endpoint(
                        url, noun.attribute("statusCallbackMethod").orElse("POST")));
        String events = noun.attribute("statusCallbackEvent").orElse("completed");
        String callerId = element.attribute("callerId")
                .orElse(
                        parent.order().inbound()
                                ? parent.view().from()
                                : parent.view().to());
        return new CallOrder(
                "outbound-dial",
                callerId,
                number,
                Optional.of(parent.view().sid()),
                Optional.empty(),
                Optional.empty(),
                callback,
                Set.of(events.split("\\s+")),
                Duration.ofSeconds(element.number("timeout", 30, 1)),
                Duration.ofSeconds(element.number("timeLimit", 14_400, 1)),
                noun.attribute("sendDigits").orElse(""),
                Optional.empty(),
                Optional.empty());
    }

    /** The caller is gone, or called elsewhere: the other leg ends, too. */
    @Override
    public void stop() {
        LiveCall dialled = child;
        child = null;
        part();
        if (dialled != null) {
            dialled.mailbox().execute(dialled::hangUp);
        }
    }

    private void part() {
        if (caller != null) {
            caller.leave();
            caller = null;
        }
    }
}
