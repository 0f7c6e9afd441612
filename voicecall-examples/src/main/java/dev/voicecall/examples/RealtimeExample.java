package dev.voicecall.examples;

import dev.voicecall.CallListener;
import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts {@link RealtimeService}; or has somebody call it, and prints the conversation. */
final class RealtimeExample implements Example {
    private static final int DONE = 0;
    private static final int NOT_CONVERSED = 3;

    @Override
    public String name() {
        return "realtime";
    }

    @Override
    public String usage() {
        return """
                  realtime [--port PORT] [--public]
                      A number that OpenAI's realtime model answers, speech to speech, with tools: POST / for
                      Twilio, GET /status for people. Set OPENAI_API_KEY, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN,
                      TWILIO_PHONE_NUMBER and PUBLIC_URL. PORT is 8090 by default, MAX_CALLS 10. With --public
                      the public URL is that of an ngrok agent on this machine, unless PUBLIC_URL is set.
                  realtime --simulate [--port PORT]
                      Has a simulated person call it, with a simulated model, and prints the conversation. Needs
                      no account and no key.

                      The exit code is 0 if they talked with each other or it was stopped, 3 if they did not talk,
                      1 if it could not be started, 2 if the options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of("--port"), Set.of("--public", "--simulate"));
        if (options.has("--simulate") && options.has("--public")) {
            throw new UsageException("--simulate and --public exclude each other.");
        }
        Map<String, String> settings = new HashMap<>(console.settings());
        options.value("--port").ifPresent(port -> settings.put("PORT", port));
        return options.has("--simulate")
                ? simulate(settings.getOrDefault("PORT", RealtimeConfig.DEFAULT_PORT), console)
                : serve(RealtimeConfig.of(settings, options.has("--public")), console);
    }

    private static int serve(RealtimeConfig config, Console console) {
        try (RealtimeService service = RealtimeService.start(config, new CallListener() {})) {
            console.out()
                    .println("Ready at " + service.address() + "/status. Twilio's voice URL is "
                            + config.twilio().get("PUBLIC_URL") + "/");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return DONE;
    }

    private static int simulate(String port, Console console) {
        EventPrinter events = new EventPrinter(console.out());
        OfflineTextToSpeech voice = new OfflineTextToSpeech();
        Callee caller = SimulatedCallers.curious(new SyntheticVoice(voice, events::nextWordsOfAgent));
        try (SimulatedPhones phones = SimulatedPhones.start(1);
                OfflineSpeechToText ear = OfflineSpeechToText.withGrammar(WeatherModel.GRAMMAR);
                OpenAiSimulator openAi = OpenAiSimulator.builder()
                        .model(new WeatherModel())
                        .ear(ear)
                        .voice(voice)
                        .realtime(RealtimeBehaviour.usual().withTranscripts(Duration.ZERO))
                        .start();
                RealtimeService service = RealtimeService.start(simulated(phones, openAi, port), events.listener())) {
            URI address = service.address();
            phones.callIn(address.resolve(RealtimeService.INCOMING), address.resolve(RealtimeService.STATUS), caller);
            return events.conversed() ? DONE : NOT_CONVERSED;
        }
    }

    private static RealtimeConfig simulated(SimulatedPhones phones, OpenAiSimulator openAi, String port) {
        Map<String, String> settings = phones.settings(port);
        settings.put("OPENAI_API_KEY", openAi.apiKey());
        settings.put("OPENAI_BASE_URL", openAi.baseUrl().toString());
        return RealtimeConfig.of(settings, false);
    }
}
