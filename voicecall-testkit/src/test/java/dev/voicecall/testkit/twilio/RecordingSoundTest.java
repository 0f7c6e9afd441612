package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.G711;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.RecordingFaults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is on recordings, and what becomes of them. */
class RecordingSoundTest {
    private static final String ASK = "<Gather input='speech' action='/next'><Say>How many?</Say></Gather>";
    private static final int SECOND = 8_000;

    private Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void faults(RecordingFaults faults) {
        bench.twilio.faults(Faults.none().withRecordings(faults));
    }

    private SimulatedCall recorded(String verbs, String... more) {
        bench.says("/voice", verbs);
        String[] all = Arrays.copyOf(new String[] {"Url", Bench.APP + "/voice", "Record", "true"}, 4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return bench.callToEnd(all);
    }

    private String sid() {
        return bench.get("Recordings.json").json().at("/recordings/0/sid").asText();
    }

    private byte[] wav(String query) {
        Bench.Reply reply = bench.get("Recordings/" + sid() + ".wav" + query);
        assertThat(reply.status()).isEqualTo(200);
        return reply.response().body();
    }

    /** One channel of a WAV file, as μ-law. */
    static byte[] channel(byte[] wav, int channel) {
        ByteBuffer file = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        int channels = file.getShort(22);
        byte[] muLaw = new byte[(wav.length - 44) / 2 / channels];
        for (int i = 0; i < muLaw.length; i++) {
            short sample = file.getShort(44 + 2 * (i * channels + channel));
            muLaw[i] = sample == 0 ? FakeSpeech.SILENCE : G711.encodeMulaw(sample);
        }
        return muLaw;
    }

    static int firstSound(byte[] muLaw) {
        int i = 0;
        while (i < muLaw.length && muLaw[i] == FakeSpeech.SILENCE) {
            i++;
        }
        return i;
    }

    @Test
    void aMonoRecordingHasBothSides() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Seven"));
        recorded(ASK);
        assertThat(FakeSpeech.understand(channel(wav(""), 0))).isEqualTo("How many? Seven");
        assertThat(bench.get("Recordings/" + sid() + ".wav?RequestedChannels=2").code())
                .isEqualTo(16113);
    }

    @Test
    void aDualRecordingHasTheCalleeOnTheFirstChannel() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Seven"));
        recorded(ASK, "RecordingChannels", "dual");
        byte[] stereo = wav("?RequestedChannels=2");
        assertThat(FakeSpeech.understand(channel(stereo, 0))).isEqualTo("Seven");
        assertThat(FakeSpeech.understand(channel(stereo, 1))).isEqualTo("How many?");
        assertThat(FakeSpeech.understand(channel(wav(""), 0))).isEqualTo("How many? Seven");
    }

    @Test
    void whatIsTalkedOverAStreamIsRecordedOnTime() {
        bench.twilio.callee(
                Bench.BOB, Callee.answers().reacts(Reaction.speak("I am fine").after(Duration.ofSeconds(3))));
        bench.streams.on(
                "start", connection -> connection.after(Duration.ofSeconds(2), () -> connection.say("How are you?")));
        bench.streams.on("dtmf", StreamApplication.Connection::close);
        bench.says("/voice", StreamProtocolTest.CONNECT);
        SimulatedCall call = bench.call(
                "Url", Bench.APP + "/voice", "Record", "true", "RecordingChannels", "dual", "Trim", "do-not-trim");
        bench.time.advance(Duration.ofSeconds(12));
        bench.post("Calls/" + call.sid() + ".json", "Status", "completed");
        bench.time.runToEnd();
        byte[] stereo = wav("?RequestedChannels=2");
        var timeline = call.callee().timeline().spans();
        assertThat(timeline).hasSize(2);
        assertThat(FakeSpeech.understand(channel(stereo, 0))).isEqualTo("I am fine");
        assertThat(FakeSpeech.understand(channel(stereo, 1))).isEqualTo("How are you?");
        assertThat(firstSound(channel(stereo, 1)) / 8)
                .isCloseTo((int) timeline.get(0).begin().toMillis(), within(20));
        assertThat(firstSound(channel(stereo, 0)) / 8)
                .isCloseTo((int) timeline.get(1).begin().toMillis(), within(20));
    }

    private static org.assertj.core.data.Offset<Integer> within(int millis) {
        return org.assertj.core.data.Offset.offset(millis);
    }

    @Test
    void silenceAtBothEndsIsTrimmedUnlessOrderedOtherwise() {
        String verbs = "<Pause length='3'/><Say>Hello there</Say><Pause length='4'/>";
        recorded(verbs);
        assertThat(firstSound(channel(wav(""), 0))).isZero();
        assertThat(wav("").length - 44).isLessThan(2 * SECOND);
        recorded(verbs, "Trim", "do-not-trim");
        assertThat(firstSound(channel(wav(""), 0))).isBetween(3 * SECOND, 3 * SECOND + 400);
        assertThat(wav("").length - 44).isGreaterThan(7 * 2 * SECOND);
    }

    @Test
    void aPauseIsSilentOrLeftOut() {
        for (String behaviour : List.of("silence", "skip")) {
            bench.says("/voice", "<Play loop='4'>https://example.com/tone.wav</Play>");
            SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
            bench.time.advance(Duration.ofSeconds(4));
            String path = "Calls/" + call.sid() + "/Recordings";
            bench.post(path + ".json");
            bench.time.advance(Duration.ofSeconds(2));
            bench.post(path + "/Twilio.CURRENT.json", "Status", "paused", "PauseBehavior", behaviour);
            bench.time.advance(Duration.ofSeconds(3));
            bench.post(path + "/Twilio.CURRENT.json", "Status", "in-progress");
            bench.time.advance(Duration.ofSeconds(1));
            bench.post(path + "/Twilio.CURRENT.json", "Status", "stopped");
            bench.time.runToEnd();
            byte[] sound = channel(wav(""), 0);
            boolean skip = behaviour.equals("skip");
            assertThat(sound).hasSize((skip ? 3 : 6) * SECOND);
            byte[] paused = Arrays.copyOfRange(sound, 2 * SECOND + 160, 3 * SECOND - 160);
            assertThat(firstSound(paused) == paused.length).isEqualTo(!skip);
        }
    }

    @Test
    void ofSilenceAndOfAMomentThereIsNoRecording() {
        String[] report = {"RecordingStatusCallback", Bench.APP + "/recorded", "RecordingStatusCallbackEvent", "absent"
        };
        SimulatedCall silent = recorded("<Pause length='4'/>", report);
        assertThat(silent.webhooks(Kind.RECORDING).get(0).parameter("ErrorCode"))
                .isEqualTo("16102");
        SimulatedCall brief = recorded("<Hangup/>", report);
        assertThat(brief.webhooks(Kind.RECORDING).get(0).parameter("ErrorCode")).isEqualTo("16101");
        var json = bench.get("Recordings/" + sid() + ".json").json();
        assertThat(json.get("status").asText()).isEqualTo("absent");
        assertThat(json.get("error_code").asInt()).isEqualTo(16101);
        assertThat(bench.get("Recordings/" + sid() + ".wav").status()).isEqualTo(404);
    }

    private SimulatedCall reported() {
        return recorded(
                "<Say>Hello there, this is John</Say>",
                "RecordingStatusCallback",
                Bench.APP + "/recorded",
                "RecordingStatusCallbackEvent",
                "in-progress",
                "RecordingStatusCallbackEvent",
                "completed");
    }

    private static List<String> statuses(SimulatedCall call) {
        return call.webhooks(Kind.RECORDING).stream()
                .map(report -> report.parameter("RecordingStatus"))
                .toList();
    }

    @Test
    void reportsComeInTheWrongOrderTwiceLateOrNever() {
        faults(RecordingFaults.none().with(Quirk.COMPLETED_BEFORE_IN_PROGRESS));
        assertThat(statuses(reported())).containsExactly("completed", "in-progress");
        faults(RecordingFaults.none().with(Quirk.REPORTED_TWICE));
        assertThat(statuses(reported())).containsExactly("in-progress", "in-progress", "completed", "completed");
        faults(RecordingFaults.none().with(Quirk.NEVER_REPORTED));
        assertThat(statuses(reported())).isEmpty();
        faults(RecordingFaults.none().withProcessing(Duration.ofMinutes(5)));
        Duration before = Duration.ofNanos(bench.time.nanoTime());
        assertThat(statuses(reported())).containsExactly("in-progress", "completed");
        assertThat(Duration.ofNanos(bench.time.nanoTime()).minus(before)).isGreaterThan(Duration.ofMinutes(5));
    }

    @Test
    void theSoundComesLateOrFromElsewhere() {
        faults(RecordingFaults.none().with(Quirk.MEDIA_LATE));
        bench.says("/voice", "<Say>Hello there, this is John</Say>");
        SimulatedCall call = bench.call(
                "Url", Bench.APP + "/voice", "Record", "true", "RecordingStatusCallback", Bench.APP + "/recorded");
        for (int i = 0; i < 100 && call.webhooks(Kind.RECORDING).isEmpty(); i++) {
            bench.time.advance(Duration.ofMillis(100));
        }
        assertThat(bench.get("Recordings/" + sid() + ".wav").status()).isEqualTo(404);
        bench.time.runToEnd();
        assertThat(bench.get("Recordings/" + sid() + ".wav").status()).isEqualTo(200);
        faults(RecordingFaults.none().withMediaAt(URI.create("https://elsewhere.test/sound")));
        reported();
        var redirect = bench.get("Recordings/" + sid() + ".wav").response();
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.headers()).containsEntry("Location", "https://elsewhere.test/sound");
    }

    @Test
    void aLoginIsAskedForUnlessTheAccountDoesNot() {
        reported();
        assertThat(stranger(".wav")).isEqualTo(401);
        faults(RecordingFaults.none().with(Quirk.MEDIA_WITHOUT_LOGIN));
        assertThat(stranger(".wav")).isEqualTo(200);
        assertThat(stranger("")).isEqualTo(200);
        assertThat(stranger(".json")).isEqualTo(401);
    }

    private int stranger(String ending) {
        return bench.sendAs("stranger:secret", "GET", "Recordings/" + sid() + ending)
                .join()
                .status();
    }
}
