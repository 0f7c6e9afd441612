package dev.voicecall.examples;

import dev.voicecall.offline.OfflineSpeechToText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Somebody talks to the agent by a browser's microphone and loudspeaker. */
@Tag("socket")
@Tag("browser")
class ConsolePhoneBrowserTest {
    @TempDir
    Path directory;

    @Test
    void aPersonTalksToTheAgent() throws Exception {
        Path wav = Microphone.file(directory)
                .silence(Duration.ofSeconds(8))
                .says("What are your opening hours?")
                .silence(Duration.ofSeconds(5))
                .says("Can I book a table?")
                .silence(Duration.ofSeconds(30))
                .write();
        Files.copy(wav, Path.of("/tmp/phone-mic.wav"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (OfflineSpeechToText ear = AssistantExample.ear(1);
                RunningService service = RunningService.startAssistant(AssistantExample.offline(ear), Map.of())) {
            ChromeOptions options = new ChromeOptions();
            options.setBinary("/usr/bin/chromium");
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    "--use-file-for-fake-audio-capture=" + wav + "%noloop",
                    "--autoplay-policy=no-user-gesture-required");
            System.setProperty("webdriver.chrome.driver", "/usr/bin/chromedriver");
            ChromeDriver browser = new ChromeDriver(options);
            try {
                browser.get(service.address() + "/console");
                Thread.sleep(1000);
                browser.executeScript(
                        "window.heard=[]; const m=document.querySelectorAll('#phone meter'); setInterval(()=>window.heard.push([Math.round(performance.now()), m[0].value.toFixed(2), m[1].value.toFixed(2)]), 250);");
                browser.findElement(By.cssSelector("#phone button")).click();
                long t0 = System.currentTimeMillis();
                for (int i = 0; i < 32; i++) {
                    Thread.sleep(1000);
                    System.out.println((System.currentTimeMillis() - t0) + " "
                            + browser.findElement(By.cssSelector("#phone")).getDomAttribute("data-state") + " | "
                            + browser.findElement(By.cssSelector("#phone [role=status]"))
                                    .getText() + " | "
                            + browser.findElement(By.cssSelector("#phone .phone-line"))
                                    .getText());
                    if (i == 3) {
                        Files.write(
                                Path.of("/tmp/phone1.png"),
                                browser.getScreenshotAs(org.openqa.selenium.OutputType.BYTES));
                    }
                }
                System.out.println(browser.executeScript("return JSON.stringify(window.heard)"));
                System.out.println(browser.findElement(By.tagName("body")).getText());
                browser.manage().logs().get(LogType.BROWSER).forEach(e -> System.out.println("LOG " + e));
            } finally {
                browser.quit();
            }
        }
    }
}
