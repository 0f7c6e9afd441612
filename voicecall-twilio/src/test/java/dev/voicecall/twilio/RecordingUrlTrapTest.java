package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.TwilioRestClient;
import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody gives an application the URL of a server of his, and listens there for our credentials. */
@Tag("socket")
class RecordingUrlTrapTest {
    private static final String ACCOUNT = "AC" + "0".repeat(31) + "1";
    private static final String ID = "RE" + "0123456789abcdef".repeat(2);
    private static final String PATH = "/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/" + ID;

    private final Scheduler scheduler = Scheduler.system();
    private ServerSocket trap;
    private RecordingArchive archive;

    @BeforeEach
    void open() throws IOException {
        trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        trap.setSoTimeout(1);
        TwilioRestClient client = new TwilioRestClient.Builder("user", "password")
                .accountSid(ACCOUNT)
                .build();
        archive = new TwilioRecordings(
                client, new RecordingMedia(URI.create("https://api.twilio.com"), "Basic c2VjcmV0", scheduler));
    }

    @AfterEach
    void close() throws IOException {
        trap.close();
        scheduler.close();
    }

    /** What an application does that is asked for a recording by its URL. */
    private Optional<Recording> asked(String url) {
        return archive.idOf(URI.create(url)).map(id -> {
            Recording recording = Recording.of(id, "CA", State.COMPLETED, 1);
            archive.download(recording, 1_000);
            return recording;
        });
    }

    @Test
    void nobodyIsConnectedTo() throws IOException {
        String trapped = "127.0.0.1:" + trap.getLocalPort();
        List<String> urls = Stream.of(
                        "http://" + trapped,
                        "https://" + trapped,
                        "http://localhost:" + trap.getLocalPort(),
                        "http://[::1]:" + trap.getLocalPort(),
                        "http://[::ffff:127.0.0.1]:" + trap.getLocalPort(),
                        "http://2130706433:" + trap.getLocalPort(),
                        "http://0x7f.1:" + trap.getLocalPort(),
                        "http://0:" + trap.getLocalPort(),
                        "https://api.twilio.com@" + trapped,
                        "https://api.twilio.com:443@" + trapped,
                        "https://api.twilio.com%40" + trapped,
                        "https://api.twilio.com:" + trap.getLocalPort(),
                        "https://user:password@api.twilio.com",
                        "http://api.twilio.com",
                        "ftp://api.twilio.com",
                        "//api.twilio.com",
                        "https://api.twilio.com.",
                        "https://api.twilio.com.127.0.0.1.nip.io",
                        "https://xn--api-twilo-com-mlb.example",
                        "https://аpi.twilio.com",
                        "https://api.twilio.com。evil.example",
                        "https://169.254.169.254",
                        "https://10.0.0.1",
                        "https://192.168.0.1",
                        "https://metadata.google.internal")
                .map(host -> host + PATH)
                .toList();
        for (String url : urls) {
            assertThat(asked(url)).as(url).isEmpty();
        }
        assertNobodyCame();
    }

    @Test
    void whatLooksLikeOursAndIsNotIsRefused() throws IOException {
        String host = "https://api.twilio.com";
        String other = PATH.replace(ACCOUNT, "AC" + "f".repeat(32));
        for (String url : List.of(
                host + other,
                host + PATH.replace("/Recordings", "%2FRecordings"),
                host + PATH.replace("/Recordings/", "/Recordings%2f"),
                host + "/" + PATH,
                host + PATH + "/",
                host + PATH + "/../" + ID,
                host + PATH + ";x",
                host + PATH + ".wav.exe",
                host + PATH + "?url=http://127.0.0.1:" + trap.getLocalPort(),
                host + PATH + "#http://127.0.0.1:" + trap.getLocalPort(),
                "https:" + PATH,
                "javascript:" + ID)) {
            assertThat(asked(url)).as(url).isEmpty();
        }
        assertNobodyCame();
    }

    private void assertNobodyCame() throws IOException {
        try (Socket caught = trap.accept()) {
            throw new AssertionError("Somebody came into the trap: " + caught);
        } catch (SocketTimeoutException nobody) {
            assertThat(nobody).isNotNull();
        }
    }
}
