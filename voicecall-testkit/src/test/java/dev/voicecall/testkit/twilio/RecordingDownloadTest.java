package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.RecordingFaults.Quirk;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The sound of recordings over a network. */
@Tag("socket")
class RecordingDownloadTest {
    private static final int WAV_HEADER = 44;

    @Test
    void aDownloadBreaksOffOrNeverEnds() throws Exception {
        try (TwilioSimulator twilio = TwilioSimulator.builder().speed(10).start()) {
            String path = recorded(twilio);
            byte[] whole = open(twilio, path).readAllBytes();
            assertThat(whole).hasSizeGreaterThan(WAV_HEADER);
            faults(twilio, Quirk.MEDIA_BREAKS_OFF);
            assertThat(bytesUntilItBreaksOff(twilio, path)).isLessThan(whole.length);
            faults(twilio, Quirk.MEDIA_ENDLESS);
            try (InputStream endless = open(twilio, path)) {
                assertThat(endless.readNBytes(20 * whole.length)).hasSize(20 * whole.length);
            }
        }
    }

    /** Whether the client finds an end too soon or a broken connection depends on how much of it had arrived. */
    private static int bytesUntilItBreaksOff(TwilioSimulator twilio, String path) {
        int bytes = 0;
        try (InputStream in = open(twilio, path)) {
            while (in.read() >= 0) {
                bytes++;
            }
        } catch (IOException brokenOff) {
            return bytes;
        }
        return bytes;
    }

    private static void faults(TwilioSimulator twilio, Quirk quirk) {
        twilio.faults(Faults.none().withRecordings(RecordingFaults.none().with(quirk)));
    }

    /** @return the path of its sound */
    private static String recorded(TwilioSimulator twilio) throws Exception {
        twilio.callee(Bench.BOB, Callee.answers());
        String account = "/2010-04-01/Accounts/" + twilio.accountSid();
        HttpURLConnection post = connect(twilio, account + "/Calls.json");
        post.setDoOutput(true);
        String form = "To=%2B14155550123&From=%2B15005550006&Record=true&Twiml="
                + "%3CResponse%3E%3CSay%3EHow+do+you+do+today%3F%3C/Say%3E%3C/Response%3E";
        post.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        assertThat(post.getResponseCode()).isEqualTo(201);
        CountDownLatch ended = new CountDownLatch(1);
        twilio.calls().get(0).ended().thenRun(ended::countDown);
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        String list = text(open(twilio, account + "/Recordings.json"));
        String sid = list.replaceAll("(?s).*?\"sid\":\"(RE[0-9a-f]+)\".*", "$1");
        CountDownLatch processed = new CountDownLatch(1);
        twilio.line().schedule(Duration.ofSeconds(3), twilio.line().executor(), processed::countDown);
        assertThat(processed.await(20, TimeUnit.SECONDS)).isTrue();
        return account + "/Recordings/" + sid + ".wav";
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static InputStream open(TwilioSimulator twilio, String path) throws IOException {
        return connect(twilio, path).getInputStream();
    }

    private static HttpURLConnection connect(TwilioSimulator twilio, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(twilio.apiBaseUrl() + path).toURL().openConnection();
        String login = twilio.accountSid() + ":" + twilio.authToken();
        connection.setRequestProperty(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        connection.setReadTimeout(20_000);
        return connection;
    }
}
