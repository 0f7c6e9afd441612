package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gather: a prompt, and what comes back. An announcement of a machine that is still going on is taken for the answer,
 * where speech is listened for.
 */
final class GatherVerb implements Verb {
    static final String[] ATTRIBUTES = {
        "input",
        "action",
        "method",
        "timeout",
        "speechTimeout",
        "maxSpeechTime",
        "finishOnKey",
        "numDigits",
        "partialResultCallback",
        "partialResultCallbackMethod",
        "language",
        "hints",
        "profanityFilter",
        "bargeIn",
        "debug",
        "actionOnEmptyResult",
        "speechModel",
        "enhanced"
    };

    private final TwimlElement element;
    private final boolean keys;
    private final boolean speech;

    GatherVerb(TwimlElement element) {
        this.element = element;
        List<String> inputs = List.of(element.attribute("input").orElse("dtmf").split("\\s+"));
        this.keys = inputs.contains("dtmf");
        this.speech = inputs.contains("speech");
    }

    @Override
    public void run(TwimlExecution execution) {
        GatherSchema.check(element).forEach(problem -> execution.call().view().problem(problem));
        new Listening(execution).begin();
    }

    /** One wait for an answer. */
    private final class Listening {
        private final TwimlExecution execution;
        private final LiveCall call;
        private final Scope prompt;
        private final Scope timeout;
        private final Scope reacting;
        private boolean prompting = true;

        Listening(TwimlExecution execution) {
            this.execution = execution;
            this.call = execution.call();
            this.prompt = execution.scope().child();
            this.timeout = execution.scope().child();
            this.reacting = execution.scope().child();
        }

        void begin() {
            Duration announcement = call.greetingLeft();
            if (speech && call.callee().callee().machine() && !announcement.isZero()) {
                String words = call.callee().callee().greeting().orElse("");
                reacting.after(announcement, () -> finishSpeech(Reaction.speak(words)));
                Prompt.play(call, prompt, element.children(), () -> prompting = false);
                return;
            }
            Reaction reaction = call.callee().react(Prompt.text(element.children()));
            if (reaction.interrupting()) {
                reacting.after(reaction.delay(), () -> react(reaction));
            }
            Prompt.play(call, prompt, element.children(), () -> promptIsOver(reaction));
        }

        private void promptIsOver(Reaction reaction) {
            prompting = false;
            waitForInput();
            if (!reaction.interrupting()) {
                reacting.after(reaction.delay(), () -> react(reaction));
            }
        }

        private void waitForInput() {
            timeout.after(Duration.ofSeconds(element.number("timeout", 5, 0)), () -> nothing());
        }

        private void react(Reaction reaction) {
            switch (reaction.kind()) {
                case SPEAK -> speak(reaction);
                case PRESS -> new KeyPad(this, reaction.text()).press();
                case HANG_UP -> call.calleeHangsUp();
                case SILENCE -> {}
            }
        }

        private void speak(Reaction reaction) {
            call.says(reaction.text(), call.voiceOf(reaction));
            boolean deaf = prompting && !element.flag("bargeIn", true);
            if (!speech || deaf) {
                return;
            }
            quiet();
            Duration words =
                    GatherSchema.speakingTime(element, call.voiceOf(reaction).length(reaction.text()));
            sendPartial(reaction.text(), 0);
            reacting.after(words, () -> {
                sendPartial(reaction.text(), 1);
                reacting.after(GatherSchema.speechTimeout(element), () -> finishSpeech(reaction));
            });
        }

        private void finishSpeech(Reaction reaction) {
            Map<String, String> result = new LinkedHashMap<>();
            result.put("SpeechResult", reaction.text());
            reaction.confidence().ifPresent(confidence -> result.put("Confidence", Double.toString(confidence)));
            result(result);
        }

        private void sendPartial(String words, int number) {
            execution
                    .endpoint(
                            element.attribute("partialResultCallback").orElse(""),
                            element.attribute("partialResultCallbackMethod").orElse("POST"))
                    .filter(endpoint ->
                            element.attribute("partialResultCallback").isPresent())
                    .ifPresent(endpoint -> {
                        Map<String, String> parameters = CallParameters.standard(
                                call.simulation().accountSid(),
                                call.view(),
                                call.view().status());
                        String half = words.substring(0, words.length() / 2);
                        parameters.put(
                                number == 0 ? "UnstableSpeechResult" : "StableSpeechResult",
                                number == 0 ? half : words);
                        parameters.put("SequenceNumber", Integer.toString(number));
                        call.webhooks()
                                .report(
                                        WebhookExchange.Kind.PARTIAL_RESULT,
                                        endpoint,
                                        CallParameters.form(parameters),
                                        Duration.ZERO);
                    });
        }

        /** The prompt and the time-out stop. */
        void quiet() {
            if (prompting) {
                call.isQuiet();
            }
            prompt.close();
            prompting = false;
            timeout.close();
        }

        private void nothing() {
            if (element.flag("actionOnEmptyResult", false)) {
                result(Map.of(keys ? "Digits" : "SpeechResult", ""));
            } else {
                reacting.close();
                execution.next();
            }
        }

        private void result(Map<String, String> result) {
            reacting.close();
            quiet();
            if (call.simulation().faults().has(Faults.Quirk.ACTION_AFTER_COMPLETED)) {
                LateAction.send(execution, element, result);
                call.calleeHangsUp();
            } else {
                execution.action(element, result);
            }
        }
    }

    /** Keys as they are pressed, one after the other. */
    private final class KeyPad {
        private static final Duration KEY = Duration.ofMillis(300);

        private final Listening listening;
        private final String pressed;
        private final StringBuilder digits = new StringBuilder();
        private Scope waiting;

        KeyPad(Listening listening, String pressed) {
            this.listening = listening;
            this.pressed = pressed;
            this.waiting = listening.reacting.child();
        }

        void press() {
            listening.call.pressed(pressed);
            if (keys) {
                key(0);
            }
        }

        private void key(int index) {
            listening.quiet();
            waiting.close();
            if (index == pressed.length()) {
                waiting = listening.reacting.child();
                waiting.after(Duration.ofSeconds(element.number("timeout", 5, 0)), this::done);
                return;
            }
            String key = pressed.substring(index, index + 1);
            if (element.attribute("finishOnKey").orElse("#").contains(key)) {
                done();
                return;
            }
            digits.append(key);
            if (digits.length() == element.number("numDigits", Integer.MAX_VALUE, 1)) {
                done();
                return;
            }
            listening.reacting.after(KEY, () -> key(index + 1));
        }

        private void done() {
            if (digits.isEmpty()) {
                listening.nothing();
            } else {
                listening.result(Map.of("Digits", digits.toString()));
            }
        }
    }
}
