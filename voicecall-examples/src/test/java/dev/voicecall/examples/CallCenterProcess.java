package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The call center as a program of its own, which can be killed. */
final class CallCenterProcess implements AutoCloseable {
    private static final int LONGEST_SECONDS = 90;

    private final Process process;
    private final JsonClient client;
    private final StringBuffer output = new StringBuffer();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private CallCenterProcess(Process process, URI address) {
        this.process = process;
        this.client = new JsonClient(address);
    }

    /** Starts it, and returns when it is ready. */
    static CallCenterProcess start(Path directory, Map<String, String> settings) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "call-center"))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(settings);
        CallCenterProcess program =
                new CallCenterProcess(builder.start(), URI.create("http://127.0.0.1:" + settings.get("PORT")));
        Thread reader = new Thread(program::read, "output of the call center");
        reader.setDaemon(true);
        reader.start();
        program.ready.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        return program;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.startsWith("Ready at ")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        ready.completeExceptionally(new IllegalStateException("It ended: " + output));
    }

    JsonClient client() {
        return client;
    }

    /** Asks again and again, until the answer is the right one. */
    JsonNode await(String path, Predicate<JsonNode> right) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        JsonNode answer = client.get(path);
        while (!right.test(answer)) {
            if (System.nanoTime() > until) {
                throw new AssertionError(path + " still answers " + answer + "\n" + output);
            }
            answer = CompletableFuture.supplyAsync(
                            () -> client.get(path), CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                    .join();
        }
        return answer;
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
