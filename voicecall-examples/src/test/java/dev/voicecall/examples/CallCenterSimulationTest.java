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
class CallCenterSimulationTest {
    @Test
    void callsRecordsTranscribesAndKeeps() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("PORT", Integer.toString(FreePort.find()));

        int exitCode = Main.run(
                List.of("call-center", "--simulate"), new Console(console, console, environment, Path.of("target")));

        String output = out.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isEqualTo(0);
        assertThat(output)
                .containsSubsequence(
                        "caller: what time is it",
                        "(ended: answered)",
                        "(recording: transcribed)",
                        "GET /call-details?sid=CA",
                        "\"dead_air_time\" : ",
                        "\"transcription\" : \"done\"",
                        "what time is it");
    }
}
