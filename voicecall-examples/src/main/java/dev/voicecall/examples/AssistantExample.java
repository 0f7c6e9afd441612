package dev.voicecall.examples;

import dev.voicecall.examples.AssistantService.Parts;
import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts {@link AssistantService}; or has somebody call it, and prints the conversation. */
final class AssistantExample implements Example {
    private static final int CONVERSED = 0;
    private static final int NOT_CONVERSED = 3;
    private static final int RECOGNIZERS = 2;

    @Override
    public String name() {
        return "assistant";
    }

    @Override
    public String usage() {
        return """
                  assistant
                      A receptionist who calls and is called, and can be interrupted. Listens, thinks and speaks
                      by OpenAI if OPENAI_API_KEY is set, else by rules, FreeTTS and Sphinx-4: POST /make-call with
                      {"to_number": "+14155550123", "initial_message": "Hello?"}, POST /interrupt-call/CALL_SID,
                      GET /calls, WebSocket /events. Set what ask-service needs; PORT is 8000 by default. If
                      need be SILENCE_THRESHOLD_SECONDS (0.7): how much silence ends a turn.
                  assistant --console
                      The same without Twilio: open /console in a browser, and talk to it by your microphone. Needs
                      no account.
                  assistant --simulate [--caller FILE.wav,…]
                      Has a simulated person call it, and prints the conversation; with files, one that plays
                      a recording at each turn. Needs no account.

                      The exit code is 0 if they talked with each other, 3 if not, 1 if it could not be
                      started, 2 if the options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of("--caller"), Set.of("--console", "--simulate"));
        if (options.has("--caller") && !options.has("--simulate")) {
            throw new UsageException("--caller needs --simulate.");
        }
        if (options.has("--console") && options.has("--simulate")) {
            throw new UsageException("--console and --simulate exclude each other.");
        }
        if (options.has("--console")) {
            return serveWithoutTwilio(console);
        }
        return options.has("--simulate")
                ? simulate(
                        options.value("--caller").map(AssistantExample::paths).orElse(List.of()), console)
                : serve(AssistantConfig.of(console.settings()), console);
    }

    private static List<Path> paths(String files) {
        return Arrays.stream(files.split(",")).map(Path::of).toList();
    }

    @Override
    public boolean serves(List<String> options) {
        return !options.contains("--simulate") && !options.contains("--console");
    }

    private static int serveWithoutTwilio(Console console) {
        try (SimulatedPhones phones = SimulatedPhones.start(1)) {
            return serve(simulated(phones, console), console);
        }
    }

    private static int serve(AssistantConfig config, Console console) {
        try (OfflineSpeechToText ear = ear(RECOGNIZERS);
                Scheduler time = Scheduler.system();
                AssistantService service = AssistantService.start(config, parts(config, ear, time))) {
            console.out()
                    .println(
                            config.openAi()
                                    .map(openAi -> "By " + openAi + "; FreeTTS and Sphinx-4 stand in when it fails.")
                                    .orElse(
                                            "By FreeTTS and Sphinx-4; set OPENAI_API_KEY to have it listen, think and speak by OpenAI."));
            console.out().println("Ready. Talk to it at " + service.address() + "/console, or try:");
            console.out()
                    .println("  curl " + service.address() + "/make-call"
                            + (config.service().apiKey().isPresent() ? " -H \"Authorization: Bearer $API_KEY\"" : "")
                            + " -d '{\"to_number\": \"+1…\"}'");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return CONVERSED;
    }

    /** Speech takes as long as it takes, so the line is not any faster than a real one. */
    private static int simulate(List<Path> recordings, Console console) {
        EventPrinter events = new EventPrinter(console.out());
        Callee caller = recordings.isEmpty()
                ? SimulatedCallers.impatient(new SyntheticVoice(new OfflineTextToSpeech(), events::nextWordsOfAgent))
                : SimulatedCallers.recorded(recordings);
        try (SimulatedPhones phones = SimulatedPhones.start(1);
                OfflineSpeechToText ear = ear(1);
                AssistantService service =
                        AssistantService.start(simulated(phones, console), offline(ear), events.listener())) {
            URI address = service.address();
            phones.callIn(address.resolve(AssistantService.INCOMING), address.resolve(AssistantService.STATUS), caller);
            return events.conversed() ? CONVERSED : NOT_CONVERSED;
        }
    }

    private static AssistantConfig simulated(SimulatedPhones phones, Console console) {
        Map<String, String> set = console.settings();
        Map<String, String> settings = phones.settings(set.getOrDefault("PORT", "8000"));
        set.forEach((name, value) -> {
            if (name.startsWith("OPENAI_") || name.equals("SILENCE_THRESHOLD_SECONDS")) {
                settings.put(name, value);
            }
        });
        return AssistantConfig.of(settings);
    }

    /** A recognizer of what callers may say. */
    static OfflineSpeechToText ear(int recognizers) {
        return OfflineSpeechToText.withGrammar(Receptionist.GRAMMAR, recognizers);
    }

    /** What it is made of when it serves. */
    static Parts parts(AssistantConfig config, OfflineSpeechToText ear, Scheduler time) {
        Parts offline = offline(ear);
        return config.openAi()
                .map(openAi -> OpenAiReceptionist.parts(openAi, Clock.system(ZoneId.systemDefault()))
                        .orElse(offline, time))
                .orElse(offline);
    }

    /** What needs no account. */
    static Parts offline(OfflineSpeechToText ear) {
        return new Parts(ear, new Receptionist(Clock.system(ZoneId.systemDefault())), new OfflineTextToSpeech());
    }
}
