package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.voicecall.testkit.Callee;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at the threads of the process")
class ClosingTest {
    @Test
    void nothingIsLeftToHappenOnceACallHasEnded() {
        try (Bench bench = new Bench()) {
            bench.says("/voice", "<Gather timeout='600'><Say>Well?</Say></Gather>");
            bench.twilio.callee(Bench.BOB, Callee.answers().hangsUp());
            SimulatedCall call = bench.call("Url", Bench.APP + "/voice", "Timeout", "600");
            bench.time.advance(Duration.ofSeconds(20));
            assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
            assertThat(bench.time.pendingEvents()).isZero();
        }
    }

    @Test
    void aSimulatorThatIsClosedLeavesItsCallsWhereTheyAre() {
        try (Bench bench = new Bench()) {
            bench.says("/voice", "<Say loop='0'>Again</Say>");
            SimulatedCall talking = bench.call("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
            bench.time.advance(Duration.ofSeconds(5));
            SimulatedCall ringing = bench.call("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
            bench.time.advance(Duration.ofSeconds(1));
            bench.twilio.close();
            bench.twilio.close();
            bench.time.runToEnd();
            assertThat(talking.status()).isEqualTo(CallStatus.IN_PROGRESS);
            assertThat(ringing.status()).isEqualTo(CallStatus.RINGING);
            assertThat(bench.received).hasSize(1);
        }
    }

    @Test
    @Tag("socket")
    void closingFreesThePortAndTheThreadsThoughAnswersAreAwaited() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CountDownLatch asked = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> asked.countDown());
        silent.start();
        try {
            TwilioSimulator twilio = TwilioSimulator.builder().speed(50).start();
            twilio.voiceUrl(URI.create("http://127.0.0.1:" + silent.getAddress().getPort() + "/voice"));
            twilio.callIn("+14155550199", Callee.answers());
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            int port = URI.create(twilio.apiBaseUrl()).getPort();
            twilio.close();
            twilio.close();
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            for (Thread thread : threadsOfTheSimulator(before)) {
                for (int i = 0; i < 40 && thread.isAlive(); i++) {
                    System.gc();
                    thread.join(500);
                }
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        } finally {
            silent.stop(0);
        }
    }

    private static List<Thread> threadsOfTheSimulator(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches("(twilio-simulator|voicecall|HttpClient-).*"))
                .toList();
    }
}
