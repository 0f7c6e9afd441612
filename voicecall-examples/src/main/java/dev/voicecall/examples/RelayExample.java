package dev.voicecall.examples;

import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.spi.SpeechToText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts {@link RelayService}; or has it call somebody, and prints what is relayed. */
final class RelayExample implements Example {
    private static final int RELAYED = 0;
    private static final int NOT_RELAYED = 3;
    private static final int RECOGNIZERS = 2;

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String usage() {
        return """
                  relay
                      Calls that are relayed live, sound and words of both sides, over Socket.IO and WebSockets: POST
                      /make-call with to=+14155550123 as a form, GET /token?identity=NAME for softphones, GET /console.
                      Set what ask-service needs; PORT is 6000 by default, which browsers refuse: set another to watch
                      from one. If need be TRANSCRIBE (false), CAPTURES_DIR, MAX_CALL_SECONDS (600), and for softphones
                      TWILIO_APP_SID, TWILIO_API_KEY and TWILIO_API_SECRET.
                  relay --simulate
                      Has it call a simulated person, and prints the events that a client of Socket.IO gets. Needs no
                      account.

                      The exit code is 0 if sound and words were relayed, 3 if not, 1 if it could not be started, 2 if the
                      options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of(), Set.of("--simulate"));
        return options.has("--simulate")
                ? simulate(console)
                : serve(RelayConfig.of(console.settings(), console.directory()), console);
    }

    private static int serve(RelayConfig config, Console console) {
        if (!config.transcribe()) {
            return serve(config, Optional.empty(), console);
        }
        try (OfflineSpeechToText ear = AssistantExample.ear(RECOGNIZERS)) {
            return serve(config, Optional.of(ear), console);
        }
    }

    private static int serve(RelayConfig config, Optional<SpeechToText> ear, Console console) {
        try (RelayService service = RelayService.start(config, ear)) {
            if (config.isRefusedByBrowsers()) {
                console.out()
                        .println("Browsers refuse port " + config.service().port()
                                + ": to watch from one, set PORT to another, such as 8080.");
            }
            console.out().println("Ready at " + service.address() + ". Try:");
            console.out()
                    .println("  curl " + service.address() + "/make-call"
                            + (config.service().apiKey().isPresent() ? " -H \"Authorization: Bearer $API_KEY\"" : "")
                            + " -d to=+1…");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return RELAYED;
    }

    /** Everything is as it is for real, but Twilio and the person. */
    private static int simulate(Console console) {
        RelayPrinter printer = new RelayPrinter(console.out());
        try (SimulatedPhones phones = SimulatedPhones.start(1);
                OfflineSpeechToText ear = AssistantExample.ear(RECOGNIZERS);
                RelayService service = RelayService.start(
                        RelayConfig.of(
                                phones.settings(console.settings().getOrDefault("PORT", "6000")), console.directory()),
                        Optional.of(ear));
                SocketIoClient watcher =
                        EventPrinter.within(SocketIoClient.connect(service.address(), "", printer::onEvent))) {
            phones.callee(
                    SimulatedPhones.JOHN,
                    SimulatedCallers.talkative(new SyntheticVoice(new OfflineTextToSpeech(), () -> "")));
            String sid = new JsonClient(service.address())
                    .postForm("/make-call", "to=" + SimulatedPhones.JOHN)
                    .path("call_sid")
                    .asText();
            watcher.emit("join", sid);
            Map<String, Integer> events = EventPrinter.within(printer.ended());
            console.out().println("In all: " + events);
            return events.containsKey("Caller") && events.containsKey("media_in") ? RELAYED : NOT_RELAYED;
        }
    }
}
