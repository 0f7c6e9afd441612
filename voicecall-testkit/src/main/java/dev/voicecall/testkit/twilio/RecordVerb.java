package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.CalleeVoice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Record: a message of the callee. What stands after it in the document is never reached. */
final class RecordVerb implements Verb {
    static final String[] ATTRIBUTES = {
        "action",
        "method",
        "timeout",
        "finishOnKey",
        "maxLength",
        "playBeep",
        "trim",
        "recordingStatusCallback",
        "recordingStatusCallbackMethod",
        "recordingStatusCallbackEvent",
        "transcribe",
        "transcribeCallback",
        "recordingConfigurationId"
    };

    private static final Duration BEEP = Duration.ofMillis(500);
    private static final Duration KEY = Duration.ofMillis(300);

    private final TwimlElement element;
    private @Nullable TwimlExecution execution;
    private @Nullable LiveRecording recording;

    RecordVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        this.execution = execution;
        if (element.flag("playBeep", true)) {
            execution.call().hears("[beep]", BEEP, () -> Tones.steady(BEEP));
            execution.scope().after(BEEP, () -> begin(execution));
        } else {
            begin(execution);
        }
    }

    private void begin(TwimlExecution execution) {
        LiveCall call = execution.call();
        LiveRecording begun = LiveRecording.begin(call, order(execution));
        recording = begun;
        call.recordings().add(begun);
        int maxLength = element.number("maxLength", element.flag("transcribe", false) ? 120 : 3600, 1);
        execution.scope().after(Duration.ofSeconds(maxLength), () -> finish(execution, begun, ""));
        Reaction reaction = call.callee().react("[beep]");
        switch (reaction.kind()) {
            case SPEAK -> execution.scope().after(reaction.delay(), () -> speak(execution, begun, reaction));
            case PRESS ->
                execution.scope().after(reaction.delay(), () -> {
                    call.pressed(reaction.text());
                    press(execution, begun, reaction.text());
                });
            case HANG_UP -> execution.scope().after(reaction.delay(), call::calleeHangsUp);
            case SILENCE -> silence(execution, begun);
        }
    }

    private RecordingOrder order(TwimlExecution execution) {
        Optional<Endpoint> callback = element.attribute("recordingStatusCallback")
                .flatMap(url -> execution.endpoint(
                        url, element.attribute("recordingStatusCallbackMethod").orElse("POST")));
        String events = element.attribute("recordingStatusCallbackEvent").orElse("completed");
        boolean trimmed =
                !element.attribute("trim").filter("do-not-trim"::equals).isPresent();
        return new RecordingOrder("RecordVerb", 1, "inbound", trimmed, callback, Set.of(events.split("\\s+")));
    }

    private void speak(TwimlExecution execution, LiveRecording begun, Reaction reaction) {
        CalleeVoice voice = execution.call().voiceOf(reaction);
        execution.call().says(reaction.text(), voice);
        execution.scope().after(voice.length(reaction.text()), () -> silence(execution, begun));
    }

    private void silence(TwimlExecution execution, LiveRecording begun) {
        int timeout = element.number("timeout", 5, 0);
        if (timeout > 0) {
            execution.scope().after(Duration.ofSeconds(timeout), () -> finish(execution, begun, ""));
        }
    }

    private void press(TwimlExecution execution, LiveRecording begun, String keys) {
        if (keys.isEmpty()) {
            silence(execution, begun);
        } else if (element.attribute("finishOnKey").orElse("1234567890*#").contains(keys.substring(0, 1))) {
            finish(execution, begun, keys.substring(0, 1));
        } else {
            execution.scope().after(KEY, () -> press(execution, begun, keys.substring(1)));
        }
    }

    private void finish(TwimlExecution execution, LiveRecording begun, String digits) {
        begun.stop();
        execution.action(element, result(begun, digits));
    }

    private static Map<String, String> result(LiveRecording recording, String digits) {
        Map<String, String> result = new LinkedHashMap<>(recording.parameters());
        if (!digits.isEmpty()) {
            result.put("Digits", digits);
        }
        return result;
    }

    @Override
    public void calleeHangsUp() {
        LiveRecording begun = recording;
        TwimlExecution running = execution;
        if (begun != null && running != null) {
            begun.stop();
            LateAction.send(running, element, result(begun, "hangup"), Duration.ZERO);
        }
    }

    @Override
    public void stop() {
        if (recording != null) {
            recording.stop();
        }
    }
}
