package dev.voicecall.examples;

import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.offline.OfflineTextToSpeech;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the console that are in {@code docs/images}, of a conversation in synthetic voices; into the directory that the
 * property {@code screenshots} names.
 */
@EnabledIfSystemProperty(named = "screenshots", matches = ".+", disabledReason = "No directory for pictures is named.")
class ConsoleScreenshots extends BrowserTest {
    @Test
    void makesThem() {
        EventPrinter events = new EventPrinter(new PrintStream(OutputStream.nullOutputStream()));
        OfflineTextToSpeech voice = new OfflineTextToSpeech();
        try (OfflineSpeechToText ear = AssistantExample.ear(1);
                RunningService running = RunningService.startAssistant(
                        new AssistantService.Parts(
                                ear, new ConsoleAgent("{\"booked\":true,\"table\":7}"), new OfflineTextToSpeech()),
                        Map.of("RELAY_MEDIA", "true"),
                        events.listener())) {
            Stream.of(
                            SimulatedPhones.UNREACHABLE,
                            SimulatedPhones.BUSY,
                            SimulatedPhones.DECLINES,
                            SimulatedPhones.HANGS_UP)
                    .forEach(number -> running.post("/make-call", "{\"to_number\":\"" + number + "\"}"));
            open(running.address(), "/console");
            await("calls were made", () -> texts("#history .party").size() == 4);

            running.phones()
                    .callIn(
                            running.address().resolve(AssistantService.INCOMING),
                            running.address().resolve(AssistantService.STATUS),
                            SimulatedCallers.impatient(new SyntheticVoice(voice, events::nextWordsOfAgent)));
            awaitText("#live .party", SimulatedPhones.JOHN);
            find("#live a").click();
            awaitText(".cut", "cut off");
            running.post("/make-call", "{\"to_number\":\"" + SimulatedPhones.SILENT + "\"}");
            awaitText(".tools", "Done");
            awaitText(".partials", "Let me");
            screenshot("console-live");
            screen(390, 844, 2);
            screenshot("console-live-390");
            script("location.hash = '#/'");
            screenshot("console-calls-390");
            script("history.back()");
            screen(1280, 900, 1);
            awaitText("main .title .status", "Answered");
            awaitText(".figures", "Agent spoke");
            emulate("prefers-color-scheme", "dark");
            screenshot("console-past-dark");
        }
    }
}
