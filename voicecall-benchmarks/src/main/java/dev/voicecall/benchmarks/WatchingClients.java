package dev.voicecall.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Clients who watch a call, for {@link WatchLoad}, in a process of their own. At the end of the call they compare what they got: what one
 * has, and another that was there by then has not, is lost. Arguments: the server's address, how many over Socket.IO, the first of
 * which does not read, and how many over plain WebSockets.
 */
final class WatchingClients {
    static final String TOKEN = "secret";
    private static final String READY = "ready";
    private static final String NOTHING_LOST = "nothing lost";

    private WatchingClients() {}

    /** Watches until the call is over. */
    public static void main(String[] args) throws InterruptedException {
        URI address = URI.create(args[0].replaceFirst("http", "ws"));
        HttpClient http = HttpClient.newHttpClient();
        List<WatchingClient> readers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            WatchingClient client = WatchingClient.overSocketIo(http, address, i > 0);
            if (i > 0) {
                readers.add(client);
            }
        }
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            readers.add(WatchingClient.overWebSocket(http, address));
        }
        for (WatchingClient reader : readers) {
            reader.awaitConnected();
        }
        System.out.println(READY);
        for (WatchingClient reader : readers) {
            reader.awaitEnd();
        }
        compare(readers);
    }

    private static void compare(List<WatchingClient> readers) {
        long lostSound = 0;
        long lostEvents = 0;
        for (String side : List.of("media_in", "media_out")) {
            long allThere = readers.stream()
                    .mapToLong(reader -> reader.firstPosition(side))
                    .max()
                    .orElse(0);
            Set<Long> all = new LinkedHashSet<>();
            readers.forEach(reader -> all.addAll(reader.positionsFrom(side, allThere)));
            lostSound += readers.stream()
                    .mapToLong(reader ->
                            all.size() - reader.positionsFrom(side, allThere).size())
                    .sum();
            System.out.println("pieces of " + side + " for each client=" + all.size());
        }
        Instant allWatch = readers.stream()
                .map(WatchingClient::watchesSince)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Set<String> events = new LinkedHashSet<>();
        readers.forEach(reader -> events.addAll(reader.eventsAfter(allWatch)));
        lostEvents += readers.stream()
                .mapToLong(
                        reader -> events.size() - reader.eventsAfter(allWatch).size())
                .sum();
        System.out.println("events for each client=" + events.size());
        System.out.println("pieces of sound, events lost=" + lostSound + ", " + lostEvents);
        System.out.println(lostSound + lostEvents == 0 ? NOTHING_LOST : "something lost");
    }

    /** The process they are in. */
    static final class InAProcess implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        private InAProcess(Process process) {
            this.process = process;
            this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Starts it, and waits until they watch. */
        static InAProcess start(URI address, int socketIo, int plain) throws IOException {
            InAProcess started = new InAProcess(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WatchingClients.class.getName(),
                            address.toString(),
                            String.valueOf(socketIo),
                            String.valueOf(plain))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
            if (!READY.equals(started.output.readLine())) {
                throw new IllegalStateException("The clients could not connect.");
            }
            return started;
        }

        /**
         * What they have seen, once the call is over.
         *
         * @return whether they have all seen all
         */
        boolean report(BiConsumer<String, Object> to) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] value = line.split("=", 2);
                if (value.length == 1) {
                    return line.equals(NOTHING_LOST);
                }
                to.accept(value[0], value[1]);
            }
            return false;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
