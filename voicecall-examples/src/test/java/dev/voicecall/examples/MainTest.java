package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "--help",
                "ask --no-such-option",
                "ask --to",
                "ask --to 1 --to 2",
                "ask John",
                "assistant --caller a.wav"
            })
    void explainsItselfWhenItIsNotUnderstood(String commandLine) {
        assertThat(run(Map.of(), commandLine.isEmpty() ? new String[0] : commandLine.split(" ")))
                .isEqualTo(2);

        assertThat(errors()).containsAnyOf("ask [--question TEXT]", "assistant --simulate [--caller FILE.wav,…]");
        assertThat(output()).isEmpty();
    }

    @Test
    @Tag("socket")
    void asksASimulatedPhone() {
        assertThat(run(Map.of(), "ask")).isEqualTo(0);

        assertThat(output().lines())
                .containsSubsequence("Calling +14*******01", "us:   What is your name?", "them: My name is John")
                .endsWith("ANSWERED: My name is John");
        assertThat(output()).doesNotContain(SimulatedPhones.JOHN);
    }

    @Test
    @Tag("socket")
    void saysHowTheCallEndedWhenThereIsNoAnswer() {
        try (SimulatedPhones phones = SimulatedPhones.start(20)) {
            assertThat(run(realSettings(phones), "ask", "--to", SimulatedPhones.BUSY))
                    .isEqualTo(3);
        }

        assertThat(output().lines()).endsWith("BUSY: -");
    }

    @Test
    @Tag("socket")
    void asksAnyNumberAnyQuestionWithTheSettingsOfAFile() throws IOException {
        try (SimulatedPhones phones = SimulatedPhones.start(20)) {
            StringBuilder file = new StringBuilder("# my account\n");
            realSettings(phones).forEach((name, value) -> file.append("export ")
                    .append(name)
                    .append("='")
                    .append(value)
                    .append("'\n"));
            Files.writeString(directory.resolve(".env"), file);

            assertThat(run(Map.of(), "ask", "--to", "+1 415 555 0101", "--question", "Who?"))
                    .isEqualTo(0);
        }

        assertThat(output().lines()).contains("us:   Who?").endsWith("ANSWERED: My name is John");
    }

    @Test
    void namesTheVariablesThatAreMissing() {
        assertThat(run(Map.of("TWILIO_AUTH_TOKEN", "hunter2"), "ask", "--to", "+14155550101"))
                .isEqualTo(1);

        assertThat(errors())
                .startsWith("Not set: TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER, PUBLIC_URL.")
                .doesNotContain("hunter2");
        assertThat(output()).isEmpty();
    }

    @Test
    @Tag("socket")
    void refusesANumberThatIsNoneWithoutRepeatingIt() {
        try (SimulatedPhones phones = SimulatedPhones.start(20)) {
            assertThat(run(realSettings(phones), "ask", "--to", "0415555010")).isEqualTo(1);
        }

        assertThat(errors()).startsWith("Not a phone number").doesNotContain("0415555010");
    }

    @Test
    @Tag("socket")
    void servesUntilItIsToldToStop() throws Exception {
        String port = serveUntilItIsReady("ask-service", "--simulate");

        assertThat(output())
                .contains("curl http://127.0.0.1:" + port + "/make-call", SimulatedPhones.BUSY + "  is busy");
        assertThat(errors()).isEmpty();
    }

    @Test
    @Tag("socket")
    void canBeTalkedToInABrowserWithoutAnAccount() throws Exception {
        String port = serveUntilItIsReady("assistant", "--console");

        assertThat(output()).contains("Talk to it at http://127.0.0.1:" + port + "/console");
        assertThat(errors()).isEmpty();
    }

    /** Starts it, stops it when it says that it is ready, and waits for its end. @return its port */
    private String serveUntilItIsReady(String... arguments) throws Exception {
        String port = Integer.toString(FreePort.find());
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.contains("curl ")) {
                    ready.complete(null);
                }
            }
        };
        Thread program = new Thread(() -> exitCode.complete(
                Main.run(List.of(arguments), new Console(console, printing(err), Map.of("PORT", port), directory))));
        program.start();
        CompletableFuture.anyOf(ready, exitCode).get(30, SECONDS);

        program.interrupt();

        assertThat(exitCode.get(30, SECONDS)).isEqualTo(0);
        return port;
    }

    @Test
    void doesNotServeOthersWithoutAKey() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
                "TWILIO_AUTH_TOKEN", "hunter2",
                "TWILIO_PHONE_NUMBER", "+14155550100",
                "PUBLIC_URL", "https://calls.example.com"));

        assertThat(run(settings, "ask-service")).isEqualTo(1);

        assertThat(errors()).startsWith("API_KEY is not set").doesNotContain("hunter2");
    }

    @Test
    void saysWhichLineOfTheFileIsWrong() throws IOException {
        Files.writeString(directory.resolve(".env"), "A=b\nhunter2\n");

        assertThat(run(Map.of(), "ask-service")).isEqualTo(1);

        assertThat(errors()).contains(".env, line 2: ").doesNotContain("hunter2");
    }

    private static Map<String, String> realSettings(SimulatedPhones phones) {
        String port = Integer.toString(FreePort.find());
        Map<String, String> settings = new HashMap<>(phones.settings());
        settings.put("PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("PORT", port);
        return settings;
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Main.run(List.of(arguments), new Console(printing(out), printing(err), environment, directory));
    }

    private static PrintStream printing(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
