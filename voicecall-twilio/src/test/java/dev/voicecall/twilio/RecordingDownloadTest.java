package dev.voicecall.twilio;

import static dev.voicecall.twilio.FakeApi.WAV;
import static dev.voicecall.twilio.FakeApi.body;
import static dev.voicecall.twilio.FakeApi.json;
import static dev.voicecall.twilio.FakeApi.redirect;
import static dev.voicecall.twilio.FakeApi.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.InMemoryWebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching sound: with credentials to Twilio, never to anybody else. */
@Tag("socket")
class RecordingDownloadTest {
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String ID = "RE0123456789abcdef0123456789abcdef";
    private static final String FOLDER = "/2010-04-01/Accounts/" + ACCOUNT + "/Recordings/";
    private static final String SOUND = FOLDER + ID + ".wav";
    private static final String BOTH = SOUND + "?RequestedChannels=2";
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString((ACCOUNT + ":secret").getBytes(StandardCharsets.UTF_8));
    private static final Recording MONO = Recording.of(ID, TwilioHarness.SID, State.COMPLETED, 1);
    private static final Recording DUAL = Recording.of(ID, TwilioHarness.SID, State.COMPLETED, 2);

    private final Scheduler scheduler = Scheduler.system();
    private final FakeApi api = new FakeApi();
    private final FakeApi elsewhere = new FakeApi();
    private final TwilioCallGateway gateway = TwilioCallGateway.builder()
            .accountSid(ACCOUNT)
            .authToken("secret")
            .phoneNumber("+14155550100")
            .publicUrl(URI.create("https://calls.example.com"))
            .apiBaseUrl(api.url())
            .webServer(new InMemoryWebServer())
            .build();
    private final RecordingArchive archive;

    RecordingDownloadTest() {
        gateway.start(scheduler, leg -> {});
        archive = gateway.recordings().orElseThrow();
    }

    @AfterEach
    void close() {
        gateway.close();
        api.close();
        elsewhere.close();
        scheduler.close();
    }

    @Test
    void fetchesTheSoundWithCredentials() throws IOException {
        api.on(SOUND, wav());
        assertThat(sound(MONO)).isEqualTo(WAV);
        assertThat(api.seen).containsExactly(new FakeApi.Seen(SOUND, CREDENTIALS));
    }

    @Test
    void fetchesBothChannels() throws IOException {
        api.on(BOTH, wav());
        assertThat(sound(DUAL)).isEqualTo(WAV);
    }

    @Test
    void fetchesTheOnlyChannelIfThereIsNoSecondOne() throws IOException {
        api.on(BOTH, json(400, "{\"code\":16113,\"message\":\"mono\",\"status\":400}"))
                .on(SOUND, wav());
        assertThat(sound(DUAL)).isEqualTo(WAV);
    }

    @ParameterizedTest
    @CsvSource({"processing, true", "in-progress, true", "completed, true", "absent, false", "deleted, false"})
    void saysWhetherSoundThatIsNotThereIsWorthComingAgain(String status, boolean retryable) {
        api.on(FOLDER + ID + ".json", json(200, metadata(status)));
        assertThat(failure(MONO).retryable()).isEqualTo(retryable);
    }

    @Test
    void aRecordingThatThereIsNotIsNotWorthComingAgain() {
        assertThat(failure(MONO).retryable()).isFalse();
    }

    @Test
    void wrongCredentialsAreWrongTomorrow() {
        api.on(SOUND, json(401, "{\"code\":20003,\"message\":\"Authenticate\",\"status\":401}"));
        assertThat(failure(MONO).retryable()).isFalse();
        assertThat(failure(MONO).code()).hasValue(20003);
    }

    @Test
    void aServerInTroubleIsWorthComingAgain() {
        api.on(SOUND, body(503, "text/html", "<html>".getBytes(StandardCharsets.UTF_8)));
        assertThat(failure(MONO).retryable()).isTrue();
    }

    @Test
    void doesNotFollowToAnotherHost() {
        api.on(SOUND, redirect(elsewhere.url() + "/take-it"));
        assertThat(failure(MONO)).hasMessageContaining("127.0.0.1");
        assertThat(elsewhere.seen).as("who was connected to").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.twilio.com/x",
                "https://api.twilio.com:8443/x",
                "https://twilio.com.evil.example/x",
                "https://eviltwilio.com/x",
                "https://user:password@media.twiliocdn.com/x",
                "file:///etc/passwd",
                "ftp://media.twiliocdn.com/x",
                "//169.254.169.254/x",
                "http://[::1]/x"
            })
    void doesNotFollowToWhatIsNotTwilios(String location) {
        api.on(SOUND, redirect(location));
        assertThat(failure(MONO)).hasMessageContaining("not one of Twilio's");
    }

    @Test
    void followsWithinTheApiWithCredentials() throws IOException {
        api.on(SOUND, redirect("/elsewhere")).on("/elsewhere", wav());
        assertThat(sound(MONO)).isEqualTo(WAV);
        assertThat(api.seen).extracting(FakeApi.Seen::authorization).containsExactly(CREDENTIALS, CREDENTIALS);
    }

    @Test
    void followsToTwiliosStorageWithoutCredentials() throws IOException {
        api.on(SOUND, redirect(elsewhere.url() + "/stored"));
        elsewhere.on("/stored", wav());
        try (InputStream sound = media(Duration.ofSeconds(15)).open(SOUND, 1_000)) {
            assertThat(sound.readAllBytes()).isEqualTo(WAV);
        }
        assertThat(elsewhere.seen).containsExactly(new FakeApi.Seen("/stored", ""));
    }

    @Test
    void doesNotFollowForEver() {
        api.on(SOUND, redirect(SOUND));
        assertThat(failure(MONO)).hasMessageContaining("redirected more than 3 times");
        assertThat(api.seen).hasSize(4);
    }

    @Test
    void takesSoMuchAndNotMore() throws IOException {
        api.on(SOUND, wav());
        try (InputStream sound = archive.download(MONO, WAV.length)) {
            assertThat(sound.readAllBytes()).hasSize(WAV.length);
        }
        try (InputStream sound = archive.download(MONO, WAV.length - 1)) {
            assertThatThrownBy(sound::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than " + (WAV.length - 1) + " bytes");
        }
    }

    @Test
    void refusesWhatIsNoSound() {
        api.on(SOUND, body(200, "audio/x-wav", "<html>Sorry.</html>".getBytes(StandardCharsets.UTF_8)));
        assertThat(failure(MONO)).hasMessageContaining("no WAV file");
    }

    @Test
    void givesUpOnSoundThatStandsStill() throws IOException {
        CountDownLatch readerHasGone = new CountDownLatch(1);
        api.on(SOUND, exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(WAV);
            exchange.getResponseBody().flush();
            try {
                readerHasGone.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (InputStream sound = media(Duration.ofMillis(500)).open(SOUND, 1_000)) {
            assertThatThrownBy(sound::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Nothing has come");
        } finally {
            readerHasGone.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".wav", ".mp3", ".json", ".wav?RequestedChannels=2"})
    void knowsItsOwnUrls(String end) {
        assertThat(archive.idOf(URI.create("https://api.twilio.com" + FOLDER + ID + end)))
                .contains(ID);
        assertThat(archive.idOf(api.url().resolve(FOLDER + ID + end))).contains(ID);
        assertThat(api.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.twilio.com" + FOLDER + ID,
                "https://api.twilio.com:444" + FOLDER + ID,
                "https://user@api.twilio.com" + FOLDER + ID,
                "https://api.twilio.com.evil.example" + FOLDER + ID,
                "https://169.254.169.254" + FOLDER + ID,
                "https://api.twilio.com" + FOLDER + ID + "/../../x",
                "https://api.twilio.com" + FOLDER + "%52E0123456789abcdef0123456789abcdef",
                "https://api.twilio.com" + FOLDER + ID + "?next=x",
                "https://api.twilio.com" + FOLDER + ID + "#x",
                "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000002/Recordings/" + ID,
                "https://api.twilio.com" + FOLDER + "RE01",
                "mailto:api.twilio.com",
                "RE0123456789abcdef0123456789abcdef"
            })
    void knowsNoOther(String url) {
        assertThat(archive.idOf(URI.create(url))).isEmpty();
    }

    private RecordingMedia media(Duration patience) {
        return new RecordingMedia(
                api.url(),
                CREDENTIALS,
                scheduler,
                url -> url.getPort() == elsewhere.url().getPort(),
                patience);
    }

    private byte[] sound(Recording recording) throws IOException {
        try (InputStream sound = archive.download(recording, 1_000)) {
            return sound.readAllBytes();
        }
    }

    private CarrierException failure(Recording recording) {
        return catchThrowableOfType(CarrierException.class, () -> archive.download(recording, 1_000));
    }

    private static String metadata(String status) {
        return "{\"sid\":\"" + ID + "\",\"call_sid\":\"" + TwilioHarness.SID + "\",\"status\":\"" + status
                + "\",\"channels\":1,\"duration\":null,\"error_code\":null}";
    }
}
