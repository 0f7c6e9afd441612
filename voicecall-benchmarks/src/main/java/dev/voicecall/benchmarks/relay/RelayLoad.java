package dev.voicecall.benchmarks.relay;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * So many calls through a relay between a fake carrier and a fake model, 50 frames a second each way. Arguments: how many
 * calls, for how many seconds they are measured, and the relay's command, in which {@code MODEL} stands for the model's
 * address.
 */
public final class RelayLoad {
    private static final int WARM_UP_SECONDS = Integer.getInteger("warmUpSeconds", 30);

    private RelayLoad() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        int calls = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        try (Fakes fakes = new Fakes(calls)) {
            String model = "ws://127.0.0.1:" + fakes.modelPort() + "/v1/realtime";
            List<String> command = Arrays.stream(args)
                    .skip(2)
                    .map(part -> part.replace("MODEL", model))
                    .toList();
            try (RelayProcess relay = RelayProcess.start(command)) {
                open(fakes, relay, calls);
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                measure(fakes, relay, calls, seconds);
                memory(fakes, relay, calls);
            }
        }
    }

    private static void open(Fakes fakes, RelayProcess relay, int calls) throws Exception {
        for (int i = 0; i < calls; i++) {
            URI stream = relay.hasHeap() ? Handshakes.streamOf(relay.address(), sid(i)) : relay.address();
            fakes.call(i, stream, sid(i));
        }
    }

    private static void measure(Fakes fakes, RelayProcess relay, int calls, int seconds) throws Exception {
        fakes.figures();
        double cpu = relay.cpuSeconds();
        double kernel = relay.kernelSeconds();
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        double callSeconds = (System.nanoTime() - began) / 1e9 * calls;
        cpu = relay.cpuSeconds() - cpu;
        kernel = relay.kernelSeconds() - kernel;
        Fakes.Figures figures = fakes.figures();
        report("calls at once, seconds", calls + ", " + seconds);
        report(
                "CPU seconds per 1,000 seconds of a call",
                String.format(
                        Locale.ROOT,
                        "%.2f, of which %.2f in the kernel",
                        1_000 * cpu / callSeconds,
                        1_000 * kernel / callSeconds));
        report("carrier to model", figures.toModel());
        report("model to carrier", figures.toCarrier());
        report("frames that came, of those that were due", share(figures, callSeconds));
        report("times a call had nothing to play", figures.underruns());
        report("frames that the load sent more than 5 ms late", figures.late());
        if (!figures.lost().isEmpty()) {
            throw new IllegalStateException("The run is void. " + figures.lost());
        }
    }

    private static String share(Fakes.Figures figures, double callSeconds) {
        return String.format(
                Locale.ROOT,
                "%.1f %%, %.1f %%",
                2 * figures.toModel().count() / callSeconds,
                2 * figures.toCarrier().count() / callSeconds);
    }

    private static void memory(Fakes fakes, RelayProcess relay, int calls) throws Exception {
        long resident = relay.residentKilobytes();
        if (!relay.hasHeap()) {
            report("memory of the process", resident + " kB");
            return;
        }
        long during = relay.usedHeap();
        fakes.hangUp();
        for (int i = 0; i < calls; i++) {
            Handshakes.end(relay.address().resolve("status"), sid(i));
        }
        TimeUnit.SECONDS.sleep(10);
        report(
                "heap in use; the same after the calls",
                String.format(Locale.ROOT, "%,d; %,d", during, relay.usedHeap()));
        report("memory of the process", resident + " kB");
    }

    private static String sid(int i) {
        return String.format(Locale.ROOT, "CA%032x", i);
    }

    private static void report(String what, Object value) throws IOException {
        System.out.printf("%-45s %s%n", what, value);
    }
}
