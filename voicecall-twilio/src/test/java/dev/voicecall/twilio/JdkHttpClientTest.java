package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server may do to a request, told apart by whether it can have been carried out. */
@Tag("socket")
class JdkHttpClientTest {
    private final Scheduler scheduler = Scheduler.system();
    private final ServerSocket server = listen();

    @AfterEach
    void close() throws IOException {
        server.close();
        scheduler.close();
    }

    @Test
    void anAnswerThatStopsInMidBodyDoesNotHoldAWorkerForEver() {
        answer("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{", false);
        assertThatThrownBy(() -> client(Duration.ofMillis(300)).makeRequest(request()))
                .asInstanceOf(type(RestFailure.class))
                .satisfies(failure -> assertThat(failure.certainlyNotDone()).isFalse());
    }

    @Test
    void anAnswerThatBreaksOffMayHaveBeenCarriedOut() {
        answer("HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{", true);
        assertThatThrownBy(() -> client(JdkHttpClient.ANSWER).makeRequest(request()))
                .asInstanceOf(type(RestFailure.class))
                .satisfies(failure -> assertThat(failure.safeToRepeat()).isFalse());
    }

    @Test
    void aServerThatIsNotThereHasCarriedNothingOut() throws IOException {
        server.close();
        assertThatThrownBy(() -> client(JdkHttpClient.ANSWER).makeRequest(request()))
                .asInstanceOf(type(RestFailure.class))
                .satisfies(failure -> assertThat(failure.safeToRepeat()).isTrue());
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000), true);
        assertThatThrownBy(() -> client(JdkHttpClient.ANSWER).makeRequest(request()))
                .isInstanceOf(RestFailure.class)
                .hasMessageContaining("longer than");
    }

    private JdkHttpClient client(Duration timeout) {
        return new JdkHttpClient(URI.create("http://127.0.0.1:" + server.getLocalPort()), scheduler, timeout);
    }

    private static Request request() {
        return new Request(HttpMethod.POST, "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json");
    }

    /** Answers the next connection, whatever it wants; a client that doesn't wait for all of it is within its rights. */
    private void answer(String response, boolean close) {
        FutureTask<Socket> answering = new FutureTask<>(() -> {
            Socket socket = server.accept();
            socket.getInputStream().read(new byte[10_000]);
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            if (close) {
                socket.close();
            }
            return socket;
        });
        Thread thread = new Thread(answering);
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
