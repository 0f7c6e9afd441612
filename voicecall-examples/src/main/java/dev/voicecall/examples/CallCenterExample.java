package dev.voicecall.examples;

import dev.voicecall.Recording;
import dev.voicecall.RecordingListener;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCallException;
import dev.voicecall.assemblyai.AssemblyAi;
import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts {@link CallCenterService}; or has it call somebody, and prints what it knows of the call afterwards. */
final class CallCenterExample implements Example {
    private static final int DONE = 0;
    private static final int NOT_DONE = 3;
    private static final int RECOGNIZERS = 2;

    @Override
    public String name() {
        return "call-center";
    }

    @Override
    public String usage() {
        return """
                  call-center
                      Calls that are recorded, transcribed and kept: POST /start-call with {"to": "+14155550123"},
                      POST /end-call, GET /call-status, GET /call-details, GET /calls, GET /get-transcript,
                      POST /send-whatsapp. The agent on the line is that of assistant, with its settings; PORT is
                      8080 by default. Calls are kept in the file CALLS_DB (calls) of H2, or in PostgreSQL by
                      DATABASE_URL. Recordings are transcribed by AssemblyAI if ASSEMBLYAI_API_KEY is set, else by
                      Sphinx-4, which knows the phrases of a grammar.
                  call-center --simulate
                      Has it call a simulated person, and prints the call and its details. Needs no account.

                      The exit code is 0 if the call was recorded, transcribed and kept, 3 if not, 1 if it could not
                      be started, 2 if the options are wrong.
                """;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        Options options = Options.parse(arguments, Set.of(), Set.of("--simulate"));
        return options.has("--simulate") ? simulate(console) : serve(console);
    }

    private static int serve(Console console) {
        CallCenterConfig config = CallCenterConfig.of(console.settings(), console.directory());
        try (CallDatabase.Open database = config.database().open();
                OfflineSpeechToText ear = AssistantExample.ear(RECOGNIZERS);
                Scheduler time = Scheduler.system();
                CallCenterService service = CallCenterService.start(
                        config.assistant().service(),
                        new CallCenterService.Parts(
                                agent(AssistantExample.parts(config.assistant(), ear, time), config),
                                transcriber(config, ear, time),
                                database.store()))) {
            console.out()
                    .println("Calls are kept in " + config.database() + ", and transcribed by "
                            + config.assemblyAi().map(AssemblyAi::toString).orElse("Sphinx-4") + ".");
            console.out().println("Ready at " + service.address() + ". Try:");
            console.out()
                    .println("  curl " + service.address() + "/start-call"
                            + (config.assistant().service().apiKey().isPresent()
                                    ? " -H \"Authorization: Bearer $API_KEY\""
                                    : "")
                            + " -d '{\"to\": \"+1…\"}'");
            StopSignal.await();
            console.out().println("Stopping. Calls that are under way may come to their end.");
        }
        return DONE;
    }

    private static VoiceAgent agent(AssistantService.Parts parts, CallCenterConfig config) {
        return parts.agent(Optional.empty(), config.assistant().turnTaking());
    }

    private static Transcriber transcriber(CallCenterConfig config, OfflineSpeechToText ear, Scheduler time) {
        return config.assemblyAi()
                .map(AssemblyAi::transcriber)
                .orElseGet(() -> Transcriber.of(ear, VoiceActivityDetector.energy(), time));
    }

    /** Everything is as it is for real, but Twilio and the person; what was kept is deleted. */
    private static int simulate(Console console) {
        Path directory = temporary();
        EventPrinter events = new EventPrinter(console.out());
        Transcribed transcribed = new Transcribed(console);
        try (SimulatedPhones phones = SimulatedPhones.start(1)) {
            phones.callee(
                    SimulatedPhones.JOHN,
                    SimulatedCallers.brief(new SyntheticVoice(new OfflineTextToSpeech(), events::nextWordsOfAgent)));
            CallCenterConfig config =
                    CallCenterConfig.of(phones.settings(console.settings().getOrDefault("PORT", "8080")), directory);
            try (CallDatabase.Open database = config.database().open();
                    OfflineSpeechToText ear = AssistantExample.ear(1);
                    Scheduler time = Scheduler.system();
                    CallCenterService service = CallCenterService.start(
                            config.assistant().service(),
                            new CallCenterService.Parts(
                                    agent(AssistantExample.offline(ear), config),
                                    transcriber(config, ear, time),
                                    database.store(),
                                    events.listener(),
                                    transcribed))) {
                return call(service.address(), events, transcribed, console) ? DONE : NOT_DONE;
            }
        } finally {
            delete(directory);
        }
    }

    private static boolean call(URI service, EventPrinter events, Transcribed transcribed, Console console) {
        JsonClient client = new JsonClient(service);
        String sid = client.post("/start-call", Json.object().put("to", SimulatedPhones.JOHN))
                .path("sid")
                .asText();
        boolean conversed = events.conversed();
        boolean said = EventPrinter.within(transcribed.done());
        console.out().println("GET /call-details?sid=" + sid);
        console.out().println(client.get("/call-details?sid=" + sid).toPrettyString());
        return conversed && said;
    }

    /** Waits for the transcript of a recording. Safe for use by many threads. */
    private record Transcribed(Console console, CompletableFuture<Boolean> done) implements RecordingListener {
        Transcribed(Console console) {
            this(console, new CompletableFuture<>());
        }

        @Override
        public void onRecording(Recording recording) {
            console.out().println("(recording: " + CallJson.name(recording.state()) + ")");
        }

        @Override
        public void onTranscribed(Recording recording) {
            console.out().println("(recording: transcribed)");
            done.complete(true);
        }

        @Override
        public void onFailed(Recording recording, VoiceCallException problem) {
            console.out().println("(recording: " + problem.getMessage() + ")");
            done.complete(false);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("call-center");
        } catch (IOException e) {
            throw new ConfigException("There can be no temporary directory: " + e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new ConfigException("The directory " + directory + " can't be deleted: " + e);
        }
    }
}
