package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.TurnTaking;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks for the transcript of a URL can't have another place connected to, let alone be sent our credentials. */
@Tag("socket")
@Timeout(60)
class TranscriptOfUrlTest {
    private static final String RECORDING = "RE0123456789abcdef0123456789abcdef";

    private final Scheduler time = Scheduler.system();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket trap;
    private RunningService running;

    @BeforeEach
    void start() throws IOException {
        trap = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        time.worker().execute(this::count);
        AssistantService.Parts agent = new AssistantService.Parts(
                new FakeSpeechToText(), new Receptionist(Clock.systemUTC()), new FakeTextToSpeech(time));
        running = RunningService.startCallCenter(
                new CallCenterService.Parts(
                        agent.agent(Optional.empty(), TurnTaking.DEFAULT),
                        (audio, request) -> {
                            throw new AssertionError("There is nothing to transcribe.");
                        },
                        CallStore.inMemory()),
                Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
        trap.close();
        time.close();
    }

    private void count() {
        try {
            while (true) {
                trap.accept().close();
                connections.incrementAndGet();
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void refusesUrlsThatLeadElsewhere() {
        String here = "127.0.0.1:" + trap.getLocalPort();
        String path = "/2010-04-01/Accounts/" + running.accountSid() + "/Recordings/" + RECORDING;
        List<String> urls = List.of(
                "http://" + here + path,
                "https://" + here + path,
                "http://localhost:" + trap.getLocalPort() + path,
                "http://[::1]:" + trap.getLocalPort() + path,
                "http://0.0.0.0:" + trap.getLocalPort() + path,
                "http://2130706433:" + trap.getLocalPort() + path,
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1" + path,
                "file:///etc/passwd",
                "ftp://" + here + path,
                "https://evil.example" + path,
                "https://api.twilio.com.evil.example" + path,
                "https://api.twilio.com@" + here + path,
                "https://user:secret@api.twilio.com" + path,
                "http://api.twilio.com" + path,
                "https://api.twilio.com:" + trap.getLocalPort() + path,
                "https://api.twilio.com" + path + "?next=http://" + here,
                "https://api.twilio.com" + path + "/../../" + RECORDING,
                "https://api.twilio.com/redirect?to=http://" + here + path,
                "https://api.twilio.com" + path.replace(running.accountSid(), "AC" + "f".repeat(32)),
                "//" + here + path,
                path,
                "",
                "not a url");
        for (String url : urls) {
            assertThat(get(url)).as(url).isEqualTo(400);
        }
        assertThat(running.send("GET", "/get-transcript", "").statusCode()).isEqualTo(400);
        assertThat(connections).hasValue(0);
    }

    @Test
    void saysThatThereIsNoSuchRecording() {
        assertThat(get("https://api.twilio.com/2010-04-01/Accounts/" + running.accountSid() + "/Recordings/"
                        + RECORDING))
                .isEqualTo(404);
    }

    private int get(String url) {
        return running.send("GET", "/get-transcript?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8), "")
                .statusCode();
    }
}
