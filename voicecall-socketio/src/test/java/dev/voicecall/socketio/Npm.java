package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** socket.io's own client, run by node. {@code npm install} in src/test/node brings it. */
final class Npm {
    private static final Path NODE = Path.of("src/test/node");

    private Npm() {}

    /** Skips the test where there is none. */
    static void assumeThere() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node"))),
                "There is no node on the path.");
        assumeTrue(
                Files.isDirectory(NODE.resolve("node_modules/socket.io-client")),
                "socket.io-client is not installed: run npm install in voicecall-socketio/src/test/node.");
    }

    /** Runs a script of that directory. */
    static Process start(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(NODE.toFile()).start();
    }

    /** What it has printed once it has ended. */
    static JsonNode result(Process node) throws IOException, InterruptedException {
        try {
            assertThat(node.waitFor(30, TimeUnit.SECONDS)).as("the script ends").isTrue();
            String errors = new String(node.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(node.exitValue()).as(errors).isZero();
            return new ObjectMapper().readTree(node.getInputStream());
        } finally {
            node.destroyForcibly();
        }
    }
}
