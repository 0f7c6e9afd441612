package dev.voicecall.examples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts {@link RealtimeService}. */
final class RealtimeExample implements Example {
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

                      The exit code is 0 when it is stopped, 1 if it could not be started, 2 if the options are
                      wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of("--port"), Set.of("--public"));
        Map<String, String> settings = new HashMap<>(console.settings());
        options.value("--port").ifPresent(port -> settings.put("PORT", port));
        RealtimeConfig config = RealtimeConfig.of(settings, options.has("--public"));
        try (RealtimeService service = RealtimeService.start(config)) {
            console.out()
                    .println("Ready at " + service.address() + "/status. Twilio's voice URL is "
                            + config.twilio().get("PUBLIC_URL") + "/");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return 0;
    }
}
