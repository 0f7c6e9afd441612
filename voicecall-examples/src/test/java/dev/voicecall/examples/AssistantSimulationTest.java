package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole conversations: real speech, real recognition, real sockets, real time. */
@Tag("socket")
@Tag("spoken")
@Timeout(180)
class AssistantSimulationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void talksWithACallerWhoInterrupts() {
        assertThat(simulate()).isEqualTo(0);

        assertThat(output())
                .contains(
                        "agent: " + Receptionist.GREETING,
                        "agent: We are open from Tuesday to Friday",
                        "(The caller interrupts the agent",
                        "(The agent answers after ");
        assertThat(output()).doesNotContain("On Monday we are closed.").endsWith("(ended: answered)\n");
    }

    @Test
    void understandsRecordingsOfAPerson() {
        assertThat(simulate("--caller", "recordings/four-at-seven.wav,recordings/no-goodbye.wav"))
                .isEqualTo(0);

        assertThat(output())
                .contains("caller: four at seven o'clock", "agent: A table for four at seven o'clock.")
                .endsWith("(ended: answered)\n");
    }

    @Test
    void saysThatAFileIsNoRecording() {
        assertThat(simulate("--caller", "recordings/README.md")).isEqualTo(1);
        assertThat(output()).startsWith("recordings/README.md can't be played: ");

        out.reset();
        assertThat(simulate("--caller", "recordings/none.wav")).isEqualTo(1);
        assertThat(output()).startsWith("recordings/none.wav can't be played: ");
    }

    private int simulate(String... options) {
        List<String> arguments = new ArrayList<>(List.of("assistant", "--simulate"));
        arguments.addAll(List.of(options));
        PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of("PORT", Integer.toString(FreePort.find()));
        return Main.run(arguments, new Console(console, console, environment, Path.of("target")));
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
