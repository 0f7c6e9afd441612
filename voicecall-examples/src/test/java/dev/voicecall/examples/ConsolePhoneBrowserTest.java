package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.audio.G711;
import dev.voicecall.offline.OfflineSpeechToText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Somebody talks to the agent by a browser's microphone and loudspeaker. */
class ConsolePhoneBrowserTest extends BrowserTest {
    private static final String QUESTION = "What are your opening hours?";
    private static final String SECOND_QUESTION = "Can I book a table?";

    @TempDir
    static Path directory;

    private OfflineSpeechToText ear;
    private RunningService service;

    /** The microphone is turned on as the call begins; the first silence is for the greeting, the second to be interrupted. */
    @Override
    List<String> flags() {
        Path recording = Microphone.recording()
                .silence(Duration.ofSeconds(7))
                .says(QUESTION)
                .silence(Duration.ofSeconds(5))
                .says(SECOND_QUESTION)
                .silence(Duration.ofSeconds(60))
                .write(directory.resolve("microphone.wav"));
        return List.of(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-audio-capture=" + recording + "%noloop");
    }

    @BeforeAll
    void start() {
        ear = AssistantExample.ear(1);
        service = RunningService.startAssistant(AssistantExample.offline(ear), Map.of("RELAY_MEDIA", "true"));
        open(service.address(), "/console");
        awaitText("#phone [role=status]", "Ready.");
    }

    @AfterAll
    void stop() {
        service.close();
        ear.close();
    }

    @Test
    void talksToTheAgentInterruptsItAndHangsUp() {
        button("Call").click();
        awaitText("#phone [role=status]", "You are on the phone.");
        await("the agent is heard greeting", () -> level("The agent") > 0.1);
        awaitText("[role=log]", Receptionist.GREETING);

        await("the microphone is heard", () -> level("You") > 0.1);
        awaitText("[role=log]", bare(QUESTION));
        await("the agent is heard answering", () -> level("The agent") > 0.1);
        awaitText(".cut", "cut off");
        awaitText("[role=log]", bare(SECOND_QUESTION));
        awaitText("[role=log]", "For how many people");
        screenshot("console-phone");
        screen(390, 844, 2);
        assertThat((List<?>) script(Accessibility.CHECKS)).isEmpty();
        screenshot("console-phone-390");
        screen(1280, 900, 1);

        button("Hang up").click();
        awaitText("#phone [role=status]", "The call is over.");
        assertThat(button("Call").isEnabled()).isTrue();
        assertThat(button("Hang up").isEnabled()).isFalse();
        awaitText("main .title .status", "Hung up");
        assertThat(call().path("interruptions").asInt()).isEqualTo(1);
        assertThat(call().path("transcript").findValuesAsText("speaker"))
                .startsWith("agent", "caller", "agent", "caller", "agent");
        assertClean();
    }

    @Test
    void mutesTheMicrophoneAndPressesKeys() {
        button("Call").click();
        awaitText("#phone [role=status]", "You are on the phone.");
        button("Mute").click();
        awaitText("#phone [role=status]", "The agent does not hear you.");
        assertThat(button("Mute").getDomAttribute("aria-pressed")).isEqualTo("true");
        button("Mute").click();
        awaitText("#phone [role=status]", "The agent hears you again.");

        button("5").click();
        awaitText("[role=log] kbd", "5");
        button("Hang up").click();
        awaitText("#phone [role=status]", "The call is over.");
        assertClean();
    }

    @ParameterizedTest
    @CsvSource({
        "NotAllowedError, The browser does not let this page use the microphone.",
        "NotFoundError, There is no microphone.",
        "NotReadableError, The microphone can’t be used"
    })
    void saysWhyThereIsNoMicrophone(String problem, String said) {
        script(
                "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', arguments[0]))",
                problem);
        button("Call").click();
        awaitText("#phone [role=status]", said);
        assertThat(button("Call").isEnabled()).isTrue();
        assertClean();
        browser().navigate().refresh();
        awaitText("#phone [role=status]", "Ready.");
    }

    @Test
    void saysThatTheServiceDidNotTakeTheCall() {
        script("WebSocket = class extends WebSocket { constructor(url) { super(url + '/nowhere'); } }");
        button("Call").click();
        awaitText("#phone [role=status]", "The service did not take the call.");
        assertThat(button("Call").isEnabled()).isTrue();
        assertThat((List<?>) script("return window.violations")).isEmpty();
        browser().manage().logs().get("browser"); // the refusal is there, and shall be
        browser().navigate().refresh();
        awaitText("#phone [role=status]", "Ready.");
    }

    @Test
    void encodesAndDecodesAsTheStandardDoes() {
        String codes = (String) script("""
                return import(location.origin + '/console/mulaw.js').then(({encode}) => {
                  let codes = '';
                  for (let sample = -32768; sample < 32768; sample++) {
                    codes += String.fromCharCode(encode(sample));
                  }
                  return codes;
                });""");
        byte[] expected = new byte[65_536];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = G711.encodeMulaw((short) (i - 32_768));
        }
        assertThat(codes.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(expected);
        List<?> samples = (List<?>) script("""
                return import(location.origin + '/console/mulaw.js')
                    .then(({decode}) => Array.from({length: 256}, (_, code) => decode(code)));""");
        for (int code = 0; code < 256; code++) {
            assertThat(((Number) samples.get(code)).intValue()).isEqualTo(G711.decodeMulaw((byte) code));
        }
    }

    @Test
    void lowersTheRateWithoutFoldingWhatIsAboveTheBandOntoIt() {
        for (int rate : new int[] {48_000, 44_100}) {
            assertThat(decibels(rate, 8_000, 300)).isBetween(-0.1, 0.1);
            assertThat(decibels(rate, 8_000, 3_400)).isBetween(-0.1, 0.1);
            assertThat(decibels(rate, 8_000, 4_600)).isLessThan(-70);
            assertThat(decibels(rate, 8_000, 7_000)).isLessThan(-70);
            assertThat(decibels(8_000, rate, 3_400)).isBetween(-0.1, 0.1);
        }
    }

    /** The power of what becomes of a tone, in comparison with the tone's own. */
    private double decibels(int from, int to, int frequencyHz) {
        Number decibels = (Number) script("""
                const [from, to, hertz] = arguments;
                return import(location.origin + '/console/resampler.js').then(({Resampler}) => {
                  const resampler = new Resampler(from, to);
                  const out = [];
                  for (let i = 0; i < from; i++) {
                    resampler.push(Math.sin(2 * Math.PI * hertz * i / from), sample => out.push(sample));
                  }
                  const settled = out.slice(to / 2);
                  return 10 * Math.log10(1e-12 + 2 * settled.reduce((sum, sample) => sum + sample ** 2, 0) / settled.length);
                });""", from, to, frequencyHz);
        return decibels.doubleValue();
    }

    private WebElement button(String name) {
        return browser().findElement(By.xpath("//*[@id='phone']//button[.='" + name + "']"));
    }

    private double level(String name) {
        Object level = script("""
                return [...document.querySelectorAll('#phone label')]
                    .find(label => label.textContent.trim() === arguments[0]).querySelector('meter').value""", name);
        return ((Number) level).doubleValue();
    }

    private static String bare(String words) {
        return words.replaceAll("[?.]", "").toLowerCase(Locale.ROOT);
    }

    private JsonNode call() {
        JsonNode calls = RunningService.json(service.send("GET", "/console/calls", ""));
        String id = calls.path("calls").path(0).path("id").asText();
        return RunningService.json(service.send("GET", "/console/calls/" + id, ""));
    }
}
