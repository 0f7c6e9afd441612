package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Tests of pages in a real Chromium without a window, one for all tests of a class; skipped where there is none. */
@Tag("socket")
@Tag("browser")
@Timeout(120)
@ResourceLock("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Violations of the page's policy and errors of its scripts, from its very beginning. */
    private static final String WATCH = """
            window.violations = [];
            addEventListener('securitypolicyviolation', (e) => violations.push(e.effectiveDirective + ' ' + e.blockedURI));
            addEventListener('error', (e) => violations.push(String(e.message)));
            addEventListener('unhandledrejection', (e) => violations.push(String(e.reason)));
            """;

    private ChromeDriver browser;

    /** Further options of the command line. */
    List<String> flags() {
        return List.of();
    }

    @BeforeAll
    void openBrowser() {
        Optional<Path> chromium = program("chromium").or(() -> program("google-chrome"));
        Optional<Path> driver = program("chromedriver");
        assumeTrue(chromium.isPresent() && driver.isPresent(), "There is no chromium or no chromedriver on the PATH.");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--lang=en-US",
                "--force-color-profile=srgb");
        options.addArguments("--autoplay-policy=no-user-gesture-required", "--hide-scrollbars");
        options.addArguments(flags());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver.get().toFile())
                        .build(),
                options);
        browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
        screen(1280, 900, 1);
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    final ChromeDriver browser() {
        return browser;
    }

    final void open(URI service, String path) {
        browser.get(service.resolve(path).toString());
    }

    /** A screen of this size, in CSS pixels. */
    final void screen(int width, int height, int scale) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
    }

    final void emulate(String feature, String value) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    final WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    /** The texts of what is seen of these elements. */
    final List<String> texts(String css) {
        return browser.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .toList();
    }

    final String text(String css) {
        return String.join("\n", texts(css));
    }

    final Object script(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    /** Waits until something is so, for half a minute at most. */
    final void await(String what, Supplier<Boolean> condition) {
        new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class, NoSuchElementException.class)
                .withMessage(() -> what + "; the page says:\n" + find("body").getText())
                .until(ignored -> condition.get());
    }

    final void awaitText(String css, String text) {
        await(css + " says \"" + text + "\"", () -> text(css).contains(text));
    }

    /** Nothing was refused by the page's policy, and nothing has failed in it. */
    final void assertClean() {
        assertThat((List<?>) script("return window.violations")).isEmpty();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }

    /** Keeps a picture of what is seen in the directory that the property {@code screenshots} names, if it does. */
    final void screenshot(String name) {
        String directory = System.getProperty("screenshots");
        if (directory == null) {
            return;
        }
        try {
            Files.write(
                    Files.createDirectories(Path.of(directory)).resolve(name + ".png"),
                    browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
