import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import dev.voicecall.testkit.openai.SimulatedSession;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Twilio and OpenAI on this machine, and a caller who asks for the weather, interrupts the answer and hangs up. The program
 * between them is somebody else's: see README.md beside this file. The exit code says whether all was as it should be.
 */
public class Simulators {
    private static final String LONG_ANSWER = "It is sunny in Oslo with eighteen degrees, and it stays like this for the"
            + " rest of the week, with a little wind from the west and no rain at all until next Sunday evening.";

    /** In what pieces the simulated model gives its sound. */
    private static final int PIECE_MILLIS = 200;

    /** How many frames of silence FakeSpeech has between two words. */
    private static final int GAP_FRAMES = 3;

    private static boolean failed;

    /** @param arguments the port of OpenAI, and the URL that takes calls */
    public static void main(String[] arguments) throws Exception {
        int openAiPort = Integer.parseInt(arguments[0]);
        URI voiceUrl = URI.create(arguments[1]);
        try (OpenAiSimulator openAi = OpenAiSimulator.builder()
                        .port(openAiPort)
                        .apiKey(System.getenv("OPENAI_API_KEY"))
                        .model(Simulators::answer)
                        .start();
                TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            Callee caller = Callee.answers()
                    .says("What is the weather in Oslo?")
                    .reacts(Reaction.speak("Stop, that is enough.").interruptingAtWord("degrees,"))
                    .reacts(Reaction.hangUp());
            SimulatedCall call = twilio.voiceUrl(voiceUrl).callIn("+14155550101", caller);
            call.ended().toCompletableFuture().get(2, TimeUnit.MINUTES);
            Thread.sleep(1_000); // the bridge closes its session
            report(call, openAi.sessions().get(0));
        }
        System.out.println(failed ? "FAILED" : "PASSED");
        System.exit(failed ? 1 : 0);
    }

    private static Answer answer(Prompt prompt) {
        String latest = prompt.latest();
        if (latest.isEmpty()) {
            return Answer.say("Hello! What can I do for you?");
        }
        if (latest.contains("weather in Oslo")) {
            return Answer.call("get_weather", "{\"city\":\"Oslo\"}");
        }
        if (latest.contains("18 degrees")) {
            return Answer.say(LONG_ANSWER);
        }
        return Answer.say("All right. Goodbye!");
    }

    private static void report(SimulatedCall call, SimulatedSession session) {
        call.callee().transcript().forEach(System.out::println);
        session.items().forEach(System.out::println);
        session.sent().stream().filter(event -> event.contains("\"type\":\"error\"")).forEach(System.out::println);

        List<SimulatedSession.Item> cut = session.items().stream()
                .filter(item -> item.truncatedAt().isPresent())
                .toList();
        check("the tool was used", session.items().stream().anyMatch(item -> item.words().contains("18 degrees")));
        check("one answer was truncated", cut.size() == 1);
        check("the last answer was heard", call.callee().hasHeard("All right. Goodbye!"));
        check("no event was refused", session.sent().stream().noneMatch(event -> event.contains("\"type\":\"error\"")));
        check("Twilio had no complaint", call.problems().isEmpty());
        call.problems().forEach(System.out::println);
        for (SimulatedSession.Item item : cut) {
            long told = item.truncatedAt().orElseThrow().toMillis();
            long heard = millisHeard(call);
            System.out.println("audio_end_ms " + told + ", heard " + heard + " ms");
            check("they are less than a piece of sound apart", Math.abs(told - heard) < PIECE_MILLIS);
        }
    }

    /** How much of the long answer the caller has really heard, with the gaps between its words. */
    private static long millisHeard(SimulatedCall call) {
        List<FakeSpeech.Word> words = call.callee().heardWords();
        int begin = words.stream().map(FakeSpeech.Word::text).toList().indexOf("It");
        int end = words.stream().map(FakeSpeech.Word::text).toList().indexOf("All");
        int frames = (end - begin - 1) * GAP_FRAMES;
        for (FakeSpeech.Word word : words.subList(begin, end)) {
            frames += word.framesHeard();
        }
        return frames * 20L;
    }

    private static void check(String what, boolean holds) {
        System.out.println((holds ? "ok: " : "NOT: ") + what);
        failed |= !holds;
    }
}
