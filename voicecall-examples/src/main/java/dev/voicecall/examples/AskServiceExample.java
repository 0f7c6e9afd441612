package dev.voicecall.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts {@link AskService}, and stops it when it is told to. */
final class AskServiceExample implements Example {
    private static final double SIMULATED_SPEED = 1.5;

    @Override
    public String name() {
        return "ask-service";
    }

    @Override
    public String usage() {
        return """
                  ask-service
                      Puts questions by phone for other programs: POST /make-call with
                      {"number": "+14155550123", "prompt": "What is your name?", "timeout_seconds": 60}.
                      Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER, and PUBLIC_URL, by
                      which Twilio reaches this program, in the environment or in a file .env; API_KEY,
                      which clients send as Authorization: Bearer, unless only this machine can reach it;
                      and if need be HOST (127.0.0.1), PORT (5000), CORS_ORIGINS, ALLOWED_PREFIXES,
                      MAX_CALLS_PER_MINUTE (60), TWILIO_API_BASE_URL.
                  ask-service --simulate
                      The same with simulated phones. Needs no account.

                      The exit code is 1 if it could not be started, 2 if the options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of(), Set.of("--simulate"));
        return options.has("--simulate") ? simulate(console) : serve(console.settings(), "+1…", console);
    }

    private static int simulate(Console console) {
        try (SimulatedPhones phones = SimulatedPhones.start(SIMULATED_SPEED)) {
            Map<String, String> settings = new LinkedHashMap<>(console.settings());
            settings.keySet().removeIf(name -> name.startsWith("TWILIO_"));
            settings.putAll(phones.settings(settings.getOrDefault("PORT", "5000")));
            console.out().println("These phones are simulated:");
            SimulatedPhones.WHO.forEach((number, who) -> console.out().println("  " + number + "  " + who));
            return serve(settings, SimulatedPhones.JOHN, console);
        }
    }

    private static int serve(Map<String, String> settings, String exampleNumber, Console console) {
        ServiceConfig config = ServiceConfig.of(settings);
        try (AskService service = AskService.start(config)) {
            console.out().println("Ready. Try:");
            console.out()
                    .println("  curl " + service.address() + "/make-call"
                            + (config.apiKey().isPresent() ? " -H \"Authorization: Bearer $API_KEY\"" : "")
                            + " -d '{\"number\": \"" + exampleNumber + "\", \"prompt\": \"What is your name?\"}'");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return 0;
    }
}
