package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.TurnTaking;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The console of a service with a key and with many calls that are over. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleHistoryTest extends BrowserTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String EVIL = "\"'><img src=x onerror=window.hit=1><script>window.hit=1</script>&lt;";
    private static final int UNANSWERED = 44;

    private Scheduler time;
    private RunningService running;

    @BeforeAll
    void start() {
        time = Scheduler.system();
        CallStore store = CallStore.inMemory();
        store.save(ConsoleCalls.sayingEverywhere("evil", EVIL));
        store.save(ConsoleCalls.recordingSaying("evil", EVIL));
        IntStream.rangeClosed(1, UNANSWERED).mapToObj(ConsoleCalls::unanswered).forEach(store::save);
        AssistantService.Parts parts = new AssistantService.Parts(
                new FakeSpeechToText(), new ConsoleAgent("Table 7"), new FakeTextToSpeech(time));
        running = RunningService.startCallCenter(
                new CallCenterService.Parts(
                        parts.agent(Optional.empty(), TurnTaking.DEFAULT),
                        (audio, request) -> {
                            throw new IllegalStateException("Nothing is recorded here.");
                        },
                        store),
                Map.of("API_KEY", KEY));
    }

    @AfterAll
    void stop() {
        running.close();
        time.close();
    }

    @Test
    @Order(1)
    void asksForTheKeyAndTakesTheRightOneOnly() {
        open(running.address(), "/console");
        await("the key is asked for", () -> find("#key").isDisplayed());
        assertThat(find("#console").isDisplayed()).isFalse();
        assertThat(script("return document.activeElement.id")).isEqualTo("key");

        find("#key").sendKeys("wrong", Keys.ENTER);
        awaitText("#login-error", "That is not the key of this service.");
        find("#key").sendKeys(KEY, Keys.ENTER);
        awaitText("#connection", "Live");
        assertThat(find("#login").isDisplayed()).isFalse();
        assertThat(script("return document.cookie")).isEqualTo("");
        browser().manage().logs().get("browser"); // the wrong key's 401 is there, and shall be
    }

    @Test
    @Order(2)
    void pagesThroughTheHistory() {
        show("/console");
        assertThat(texts("#history .party")).hasSize(20).contains("+14155551001");

        find("#more").click();
        await("there are 40", () -> texts("#history li").size() == 40);
        find("#more").click();
        await("there are all", () -> texts("#history li").size() == UNANSWERED + 1);
        assertThat(find("#more").isDisplayed()).isFalse();
        assertClean();
    }

    @Test
    @Order(3)
    void showsWhatCallersSayAsTextAndNothingElse() {
        show("/console#/calls/evil");
        awaitText("main .number", EVIL);
        find(".recordings summary").click();

        assertThat(texts(".transcript .text"))
                .hasSize(4)
                .filteredOn(said -> said.startsWith(EVIL))
                .hasSize(3);
        assertThat(texts("kbd")).containsExactly("4", "2", "#");
        assertThat(texts(".tools code, .tools pre, .recordings .who, .problems li, .usage li span:first-child"))
                .hasSize(6)
                .allMatch(text -> text.contains("<img src=x onerror=window.hit=1><script>window.hit=1</script>"));
        assertThat(script("return window.hit")).isNull();
        assertThat(script("return document.querySelectorAll('main img, main script').length"))
                .isEqualTo(0L);
        assertThat(browser().getTitle()).startsWith(EVIL);
        assertClean();
    }

    @Test
    @Order(4)
    void canBeUsedByTheKeyboardAlone() {
        show("/console");
        press(Keys.TAB);
        assertThat(focused()).contains("Skip to the call");
        List<String> walk = new ArrayList<>();
        for (int i = 0; i < 40 && !focused().contains("Show earlier calls"); i++) {
            press(Keys.TAB);
            assertThat(script("return getComputedStyle(document.activeElement).outlineStyle"))
                    .as(focused())
                    .isNotEqualTo("none");
            walk.add(focused());
        }
        assertThat(walk)
                .anyMatch(text -> text.contains("Log out"))
                .anyMatch(text -> text.equals("Call"))
                .anyMatch(text -> text.contains("+14155551001"))
                .endsWith("Show earlier calls");

        script("document.querySelector('#history a').focus()");
        press(Keys.ENTER);
        await("the call has the focus", () -> script("return document.activeElement.className")
                .equals("number"));
        assertThat(find("#history a[aria-current=page]").getText()).contains(focused());
        script("document.querySelector('#skip').focus()");
        press(Keys.ENTER);
        assertThat(script("return document.activeElement.id")).isEqualTo("main");
        assertClean();
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
    @Order(5)
    void canBeReadByEverybody(int width, String scheme) {
        screen(width, 900, 1);
        emulate("prefers-color-scheme", scheme);
        for (String path : List.of("/console", "/console#/calls/evil")) {
            show(path);
            await(
                    "there is something",
                    () -> path.endsWith("console") || find("main .number").isDisplayed());
            assertThat((List<?>) script(Accessibility.CHECKS))
                    .as("%s at %d, %s", path, width, scheme)
                    .isEmpty();
        }
        emulate("prefers-color-scheme", "light");
        screen(1280, 900, 1);
    }

    @Test
    @Order(6)
    void logsOut() {
        show("/console#/calls/evil");
        find("#logout").click();
        await("the key is asked for", () -> find("#key").isDisplayed());
        assertThat(text("main")).isEmpty();
        browser().navigate().refresh();
        await("the key is asked for again", () -> find("#key").isDisplayed());
        assertThat(find("#console").isDisplayed()).isFalse();
    }

    private void show(String path) {
        browser().get("about:blank"); // so that a change of the hash alone loads the page, too
        open(running.address(), path);
        awaitText("#connection", "Live");
        await("the calls are there", () -> !texts("#history .party, main .number")
                .isEmpty());
    }

    private void press(Keys key) {
        browser().switchTo().activeElement().sendKeys(key);
    }

    private String focused() {
        WebElement element = browser().switchTo().activeElement();
        return element.getText();
    }
}
