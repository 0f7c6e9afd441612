package dev.voicecall.examples;

import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.EventLog;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.twilio.TwilioCallGateway;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rings one number, puts one question, prints the answer. */
final class Ask implements Example {
    private static final int ANSWERED = 0;
    private static final int NOT_ANSWERED = 3;
    private static final double SIMULATED_SPEED = 1.5;
    private static final String QUESTION = "What is your name?";

    @Override
    public String name() {
        return "ask";
    }

    @Override
    public String usage() {
        return """
                  ask [--question TEXT]
                      Rings a simulated phone, puts a question, prints the answer. Needs no account.
                  ask --to NUMBER [--question TEXT]
                      The same with a real phone over Twilio, at your expense. Set TWILIO_ACCOUNT_SID,
                      TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, and PUBLIC_URL, by which Twilio reaches this
                      program at HOST (127.0.0.1) and PORT (5000), in the environment or in a file .env.

                      The last line is "ANSWERED: " and the answer, or the outcome and a dash, such as
                      "BUSY: -". The exit code is 0 if the question was answered, 3 if not, 1 if there
                      was no call, 2 if the options are wrong.
                """;
    }

    @Override
    public boolean serves(List<String> options) {
        return false;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of("--to", "--question"), Set.of());
        String question = options.value("--question").orElse(QUESTION);
        return options.value("--to")
                .map(number -> askRealPhone(number, question, console))
                .orElseGet(() -> askSimulatedPhone(question, console));
    }

    private static int askRealPhone(String number, String question, Console console) {
        Map<String, String> settings = console.settings();
        ServiceConfig.requireAll(settings);
        CallGateway gateway = TwilioCallGateway.builder().environment(settings).build();
        return ask(gateway, new Conversation(console.out(), false), number, question, console);
    }

    private static int askSimulatedPhone(String question, Console console) {
        try (SimulatedPhones phones = SimulatedPhones.start(SIMULATED_SPEED)) {
            CallGateway gateway = TwilioCallGateway.builder()
                    .environment(phones.settings())
                    .publicUrlIsLocal()
                    .listen("127.0.0.1", 0)
                    .build();
            Conversation conversation = new Conversation(console.out(), true);
            phones.listenIn(conversation::onLine);
            return ask(gateway, conversation, SimulatedPhones.JOHN, question, console);
        }
    }

    private static int ask(
            CallGateway gateway, CallListener listener, String number, String question, Console console) {
        CallResult<String> result;
        try (VoiceCalls calls = VoiceCalls.builder(gateway)
                .listener(EventLog.listener(Clock.systemUTC()))
                .listener(listener)
                .build()) {
            console.out().println("Calling " + PhoneNumber.of(number).masked());
            result = calls.ask(number, question);
        }
        result.failure().ifPresent(failure -> console.err().println(failure.getMessage()));
        console.out().println(result.outcome() + ": " + result.answer().orElse("-"));
        return result.outcome() == Outcome.ANSWERED ? ANSWERED : NOT_ANSWERED;
    }
}
