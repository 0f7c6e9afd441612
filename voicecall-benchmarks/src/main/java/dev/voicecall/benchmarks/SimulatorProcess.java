package dev.voicecall.benchmarks;

import dev.voicecall.spi.WebServer;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import dev.voicecall.twilio.TwilioCallGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The Twilio simulator in a JVM of its own, so that it takes no part in what is measured. */
final class SimulatorProcess implements AutoCloseable {
    private static final String END = "ready";
    private static final String AREA = "+1415";
    private static final int FIRST = 5_000_000;

    private final Process process;
    private final BufferedReader output;
    private final Map<String, String> settings;

    private SimulatorProcess(Process process) throws IOException {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.settings = read();
    }

    /** Starts it with so many callees: a program that {@linkplain #serve serves} us. */
    static SimulatorProcess start(Class<?> program, int callees) throws IOException {
        return new SimulatorProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        String.valueOf(callees))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** In the process: says how to reach the simulator, and whenever it is asked what has happened; until the asking ends. */
    static void serve(TwilioSimulator twilio, Supplier<Map<String, String>> report) throws IOException {
        write(Map.of(
                "apiBaseUrl", twilio.apiBaseUrl(),
                "accountSid", twilio.accountSid(),
                "authToken", twilio.authToken(),
                "phoneNumber", twilio.phoneNumber()));
        while (System.in.read() >= 0) {
            write(report.get());
        }
    }

    private static void write(Map<String, String> values) {
        values.forEach((name, value) -> System.out.println(name + "=" + value));
        System.out.println(END);
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line = output.readLine(); line != null && !line.equals(END); line = output.readLine()) {
            String[] value = line.split("=", 2);
            values.put(value[0], value[1]);
        }
        return values;
    }

    /** What has happened since it was last asked, in the order in which it is to be told. */
    Map<String, String> report() throws IOException {
        process.getOutputStream().write('?');
        process.getOutputStream().flush();
        return read();
    }

    private String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalStateException("The simulator's process did not say its " + name + ".");
        }
        return value;
    }

    /** What reaches it, over a server that is ours. */
    TwilioCallGateway gateway(WebServer server) {
        return TwilioCallGateway.builder()
                .accountSid(setting("accountSid"))
                .authToken(setting("authToken"))
                .phoneNumber(setting("phoneNumber"))
                .apiBaseUrl(URI.create(setting("apiBaseUrl")))
                .publicUrlIsLocal()
                .webServer(server)
                .build();
    }

    static String number(int i) {
        return AREA + (FIRST + i);
    }

    static int callee(String number) {
        return Integer.parseInt(number.substring(AREA.length())) - FIRST;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
