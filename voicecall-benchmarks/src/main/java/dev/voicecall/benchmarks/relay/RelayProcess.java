package dev.voicecall.benchmarks.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The relay that is measured, in a process of its own. It says {@code ready} and where calls go: to a webhook of Twilio's
 * ({@code http:}), or streams directly ({@code ws:}). Whenever it is sent a line, it may say {@code heap} and how many bytes
 * are used.
 */
final class RelayProcess implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final BufferedReader output;
    private final URI address;

    private RelayProcess(Process process) throws IOException {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.address = URI.create(read("ready"));
    }

    static RelayProcess start(List<String> command) throws IOException {
        return new RelayProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    URI address() {
        return address;
    }

    /** Whether it is a JVM of ours. */
    boolean hasHeap() {
        return address.getScheme().equals("http");
    }

    /** Bytes in use after a garbage collection. */
    long usedHeap() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Long.parseLong(read("heap"));
    }

    /** Processor time so far, of all threads, the kernel's included. */
    double cpuSeconds() throws IOException {
        return (ticks(11) + ticks(12)) / TICKS_PER_SECOND;
    }

    /** Of that, the kernel's. */
    double kernelSeconds() throws IOException {
        return ticks(12) / TICKS_PER_SECOND;
    }

    /** A field of {@code /proc/PID/stat}, counted from the one behind the name. */
    private long ticks(int field) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field]);
    }

    /** Memory of the process in kB, of whatever kind. */
    long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private String read(String what) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(what + " ")) {
                return line.substring(what.length() + 1);
            }
        }
        throw new IOException("The relay has ended.");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
