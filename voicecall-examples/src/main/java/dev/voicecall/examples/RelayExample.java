package dev.voicecall.examples;

import java.util.List;
import java.util.Set;

/** Starts {@link RelayService}. */
final class RelayExample implements Example {
    private static final int DONE = 0;
    /** Port 6000 and some others are no ports of the web (the "bad ports" of https://fetch.spec.whatwg.org/#port-blocking). */
    private static final Set<Integer> REFUSED_BY_BROWSERS =
            Set.of(2049, 3659, 4045, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080);

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String usage() {
        return """
                  relay
                      Calls that are relayed live to browsers: POST /make-call with to=+14155550123, GET /token for
                      softphones. Set what ask-service needs; PORT is 6000 by default, which browsers refuse. If need be
                      TRANSCRIBE (false), CAPTURES_DIR, MAX_CALL_SECONDS (600), and for softphones TWILIO_APP_SID,
                      TWILIO_API_KEY and TWILIO_API_SECRET.

                      The exit code is 1 if it could not be started, 2 if the options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options.parse(arguments, Set.of(), Set.of());
        return serve(RelayConfig.of(console.settings(), console.directory()), console);
    }

    private static int serve(RelayConfig config, Console console) {
        try (RelayService service = RelayService.start(config)) {
            if (REFUSED_BY_BROWSERS.contains(config.service().port())) {
                console.out()
                        .println("Browsers refuse port " + config.service().port()
                                + ", so nobody can watch from one: set PORT to another, such as 8080.");
            }
            console.out().println("Ready at " + service.address() + ". Try:");
            console.out()
                    .println("  curl " + service.address() + "/make-call"
                            + (config.service().apiKey().isPresent() ? " -H \"Authorization: Bearer $API_KEY\"" : "")
                            + " -d to=+1…");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return DONE;
    }
}
