package dev.voicecall.benchmarks;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The Twilio simulator in a JVM of its own, so that it takes no part in what is measured. */
final class SimulatorProcess implements AutoCloseable {
    private final Process process;
    private final Map<String, String> settings = new HashMap<>();

    private SimulatorProcess(Process process) {
        this.process = process;
    }

    /** Starts it with so many callees. */
    static SimulatorProcess start(int callees) throws IOException {
        SimulatorProcess simulator = new SimulatorProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorProcess.class.getName(),
                        String.valueOf(callees))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        BufferedReader output =
                new BufferedReader(new InputStreamReader(simulator.process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            String[] setting = line.split("=", 2);
            simulator.settings.put(setting[0], setting[1]);
            line = output.readLine();
        }
        return simulator;
    }

    String setting(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalStateException("The simulator's process did not say its " + name + ".");
        }
        return value;
    }

    static String number(int i) {
        return "+1415" + (5_000_000 + i);
    }

    static String answer(int i) {
        return "I am number " + i;
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Plays Twilio until its standard input ends. */
    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                Duration thinking = Duration.ofMillis(15_000 + random.nextInt(10_000));
                twilio.callee(
                        number(i),
                        Callee.answers()
                                .afterRinging(Duration.ofSeconds(1))
                                .reacts(Reaction.speak(answer(i)).after(thinking)));
            }
            System.out.println("apiBaseUrl=" + twilio.apiBaseUrl());
            System.out.println("accountSid=" + twilio.accountSid());
            System.out.println("authToken=" + twilio.authToken());
            System.out.println("phoneNumber=" + twilio.phoneNumber());
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // the other side closes it when it ends
            }
        }
    }
}
