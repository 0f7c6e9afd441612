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

/** A whole conversation with a model that hears and speaks: real speech, real recognition, real sockets, real time. */
@Tag("socket")
@Tag("spoken")
@Timeout(180)
class RealtimeSimulationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void talksUsesAToolAndIsInterrupted() {
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        String port = Integer.toString(FreePort.find());

        int exitCode = Main.run(
                List.of("realtime", "--simulate", "--port", port),
                new Console(console, console, Map.of(), Path.of("target")));

        String output = out.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(output).isEqualTo(0);
        assertThat(output)
                .contains(
                        "(The agent uses get_weather {\"city\":\"Paris\"}: ",
                        "(The caller interrupts the agent",
                        "(The agent uses get_weather {\"city\":\"London\"}: ",
                        "agent: Good bye.")
                .endsWith("(ended: answered)\n");
    }
}
