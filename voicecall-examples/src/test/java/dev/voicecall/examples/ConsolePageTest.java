package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A call as somebody sees it who watches the console. */
class ConsolePageTest extends BrowserTest {
    private Scheduler time;
    private RunningService running;

    @BeforeAll
    void start() {
        time = Scheduler.system();
        running = RunningService.startAssistant(
                new AssistantService.Parts(
                        new FakeSpeechToText().withInterimWords().latency(Duration.ofMillis(120)),
                        new ConsoleAgent("Table 7</pre><script>window.hit=1</script>"),
                        new FakeTextToSpeech(time).latency(Duration.ofMillis(80))),
                Map.of("RELAY_MEDIA", "true"));
    }

    @AfterAll
    void stop() {
        running.close();
        time.close();
    }

    @Test
    void showsACallFromItsBeginningToItsOutcome() {
        open(running.address(), "/console");
        awaitText("#connection", "Live");
        assertThat(text("#no-live")).isEqualTo("No call is under way.");

        SimulatedCall call = call(
                SimulatedPhones.JOHN,
                Callee.answers()
                        .says("When are you open?")
                        .reacts(Reaction.speak("Book a table <img src=x onerror=window.hit=1>")
                                .interruptingAfter(Duration.ofSeconds(2)))
                        .says("Goodbye."));
        awaitText("#live .party", SimulatedPhones.JOHN);
        find("#live a").click();
        awaitText("main .number", SimulatedPhones.JOHN);
        script("""
                window.partials = [];
                new MutationObserver(() => document.querySelectorAll('.partials .said').forEach((said) => partials.push(said.innerText)))
                    .observe(document.querySelector('.partials'), {childList: true, subtree: true, characterData: true});
                """);
        awaitText("[role=log]", Receptionist.GREETING);
        awaitText("[role=log]", "When are you open?");
        assertThat((List<?>) script("return window.partials")).anySatisfy(partial -> assertThat((String) partial)
                .contains("Caller", "When are")
                .doesNotContain("open?"));
        assertThat(texts(".partials .said.caller")).isEmpty();

        awaitText(".cut", "cut off");
        assertThat(text(".said.interrupted .text")).startsWith("We are open");
        assertThat(text("s.unheard")).startsWith("Not heard:").endsWith("eleven.");
        assertThat(find("s.unheard").getCssValue("text-decoration-line")).isEqualTo("line-through");
        assertThat((List<?>) script(Accessibility.CHECKS)).isEmpty();
        browser().navigate().refresh();
        awaitText("[role=log]", "When are you open?");

        awaitText(".tools", "book_table");
        await("the tool is done", () -> text(".tools").contains("Done"));
        assertThat(text(".tools")).contains("\"people\":4", "Table 7</pre><script>window.hit=1</script>");
        awaitText("[role=log]", "Book a table <img src=x onerror=window.hit=1>");
        awaitText("main .title .status", "Answered");
        assertThat(call.sid()).isIn((Object[]) text(".facts").split("\n"));
        assertThat(texts(".turns tbody tr")).hasSize(3).allMatch(row -> row.endsWith("ms"));
        await("the figures are there", () -> text(".figures").contains("Agent spoke"));
        assertThat(text(".figures")).contains("Outcome", "Answered", "Interruptions\n1", "Latency, median");
        assertThat(find(".timeline svg").getDomAttribute("aria-label")).startsWith("Who spoke when.");
        assertThat(texts("#live .party")).isEmpty();
        assertThat(texts("#history .party")).contains(SimulatedPhones.JOHN);

        String transcript = text(".panel-transcript .transcript");
        browser().navigate().refresh();
        awaitText("main .title .status", "Answered");
        assertThat(text(".panel-transcript .transcript").replaceAll(" ?cut off", ""))
                .isEqualTo(transcript.replaceAll(" ?cut off", ""));
        assertThat(script("return window.hit")).isNull();
        assertClean();
    }

    @Test
    void showsACallersNameAsTextAndNothingElse() {
        String name = "\"><script>window.hit=1</script>";
        open(running.address(), "/console");
        awaitText("#connection", "Live");

        call(name, Callee.answers().hangsUpAfter(Duration.ofSeconds(1)));

        awaitText("#history .party", name);
        assertThat(script("return window.hit")).isNull();
        assertClean();
    }

    @Test
    void playsACallToWhoListensIn() {
        open(running.address(), "/console");
        awaitText("#connection", "Live");
        call(SimulatedPhones.SILENT, Callee.answers().says("When are you open?").hangsUpAfter(Duration.ofSeconds(8)));
        awaitText("#live .party", SimulatedPhones.SILENT);
        find("#live a").click();
        awaitText("[role=log]", Receptionist.GREETING.substring(0, 5));
        script("""
                const connect = AudioNode.prototype.connect;
                AudioNode.prototype.connect = function (to, ...more) {
                  if (to === this.context.destination) {
                    window.ear = new AnalyserNode(this.context);
                    connect.call(this, window.ear);
                  }
                  return connect.call(this, to, ...more);
                };""");

        find(".listen").click();
        await("the call is heard", () -> (Boolean) script("""
                const samples = new Float32Array(ear.fftSize);
                ear.getFloatTimeDomainData(samples);
                return ear.context.state === 'running' && samples.some((sample) => Math.abs(sample) > 0.01);"""));
        assertThat(find(".listen").getDomAttribute("aria-pressed")).isEqualTo("true");
        find(".listen").click();
        await("nothing is played", () -> (Boolean) script("return ear.context.state === 'closed'"));
        assertThat(find(".listen").getDomAttribute("aria-pressed")).isEqualTo("false");

        find(".listen").click();
        awaitText("#no-live", "No call is under way.");
        await("nothing is played after the end", () -> (Boolean) script("return ear.context.state === 'closed'"));
        assertClean();
    }

    @Test
    void doesNotGrowWithTheCallsThatPass() {
        browser().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                WebSocket = class extends WebSocket {
                  constructor(url) {
                    super(url);
                    window.socket ??= this;
                  }
                };"""));
        open(running.address(), "/console");
        awaitText("#connection", "Live");

        script("""
                for (let i = 0; i < 300; i++) {
                  const event = {evt: 'ended', ts: new Date().toISOString(), record_id: `passing-${i}`, direction: 'inbound', from: 'somebody',
                      to: 'us', status: 'answered'};
                  socket.dispatchEvent(new MessageEvent('message', {data: JSON.stringify(event)}));
                }""");

        await("the oldest are gone", () ->
                (Boolean) script("return document.querySelectorAll('#history li').length <= 200"));
        assertClean();
    }

    private SimulatedCall call(String from, Callee caller) {
        return running.phones()
                .callIn(
                        from,
                        running.address().resolve(AssistantService.INCOMING),
                        running.address().resolve(AssistantService.STATUS),
                        caller);
    }
}
