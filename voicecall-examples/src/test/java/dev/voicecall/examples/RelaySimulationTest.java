package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("socket")
@Tag("spoken")
@Timeout(180)
class RelaySimulationTest {
    @Test
    void relaysTheSoundAndTheWordsOfACall() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("PORT", Integer.toString(FreePort.find()));

        int exitCode =
                Main.run(List.of("relay", "--simulate"), new Console(console, console, environment, Path.of("target")));

        String output = out.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isEqualTo(0);
        assertThat(output)
                .containsSubsequence(
                        "\"status\":\"ringing\"",
                        "\"status\":\"in_progress\"",
                        "speech_started {",
                        "Caller {",
                        "book a table for four people at seven thirty",
                        "ended {");
        assertThat(output).contains("media_in {", "media_out {");
    }
}
