package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallAnalytics;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.offline.OfflineSpeechToText;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.assemblyai.AssemblyAiSimulator;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A call with the speech of a real person is streamed, recorded, downloaded, transcribed and kept, by a program that is killed while it
 * is transcribed. The truth is what the simulated phone has heard and said, and when this script had it put on hold.
 */
@Tag("socket")
@Tag("spoken")
@Timeout(300)
class CallCenterAcceptanceTest {
    private static final String MARY = "+14155550170";
    private static final Path RECORDINGS = Path.of("recordings");
    private static final Duration CLOSE = Duration.ofMillis(100);
    private static final Duration HELD = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    @Test
    void aCallIsKeptAndTranscribedThoughTheProgramIsKilled() throws Exception {
        try (SimulatedPhones phones = SimulatedPhones.start(1);
                Scheduler time = Scheduler.system();
                OfflineSpeechToText ear = AssistantExample.ear(1);
                AssemblyAiSimulator assemblyAi = AssemblyAiSimulator.builder()
                        .transcripts(file ->
                                Optional.of(recognize(Transcriber.of(ear, VoiceActivityDetector.energy(), time), file)))
                        .processing(Duration.ofSeconds(3))
                        .start()) {
            phones.callee(MARY, personWhoTakesTheirTime());
            Map<String, String> settings = settings(phones, assemblyAi);
            String path;
            SimulatedCall call;
            Hold hold;
            JsonNode before;
            try (CallCenterProcess program = CallCenterProcess.start(directory, settings)) {
                String sid = program.client()
                        .post("/start-call", Json.object().put("to", MARY))
                        .path("sid")
                        .textValue();
                path = "/call-details?sid=" + sid;
                call = callOf(phones, sid);
                program.await(path, details -> details.path("transcript").size() >= 2);
                hold = Hold.on(program.client(), sid);
                call.ended().toCompletableFuture().get(90, SECONDS);
                program.await(path, details -> transcription(details).equals("pending") && ordered(assemblyAi));
                before = program.client().get(path);

                program.kill();
            }
            try (CallCenterProcess program = CallCenterProcess.start(directory, settings)) {
                JsonNode after =
                        program.await(path, details -> transcription(details).equals("done"));

                assertThat(after.path("recordings").size()).isEqualTo(1);
                assertThat(after.path("recordings")
                                .path(0)
                                .path("transcript")
                                .path("text")
                                .textValue())
                        .contains("four at seven o'clock", "good bye");
                for (String figure : List.of("start_time", "duration", "hold_time", "dead_air_time", "status")) {
                    assertThat(after.path(figure)).as(figure).isEqualTo(before.path(figure));
                }
                assertThat(after.path("transcript")).isEqualTo(before.path("transcript"));
                hold.assertIs(after);
                assertDeadAir(after, call, hold);
            }
        }
    }

    /** Says nothing for four seconds, then would like a table, and does not want it after all. */
    private static Callee personWhoTakesTheirTime() {
        return Callee.answers()
                .afterRinging(Duration.ofMillis(500))
                .noise(-60)
                .reacts(Reaction.play(Callee.sound(RECORDINGS.resolve("four-at-seven.wav")), "four at seven o'clock")
                        .after(Duration.ofSeconds(4)))
                .plays(Callee.sound(RECORDINGS.resolve("no-goodbye.wav")), "no, goodbye");
    }

    private static RecordingTranscript recognize(Transcriber transcriber, byte[] wav) {
        try {
            return transcriber.transcribe(
                    new Transcriber.Audio.Content("recording.wav", wav.length, () -> new ByteArrayInputStream(wav)),
                    new Transcriber.Request("en-US", 2, List.of()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The recording can't be recognized.", e);
        }
    }

    private static Map<String, String> settings(SimulatedPhones phones, AssemblyAiSimulator assemblyAi) {
        Map<String, String> settings = new HashMap<>(phones.settings(Integer.toString(FreePort.find())));
        settings.put("ASSEMBLYAI_API_KEY", assemblyAi.apiKey());
        settings.put("ASSEMBLYAI_BASE_URL", assemblyAi.baseUrl().toString());
        return settings;
    }

    private static SimulatedCall callOf(SimulatedPhones phones, String sid) {
        return phones.calls().stream()
                .filter(call -> call.sid().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    private static String transcription(JsonNode details) {
        return details.path("recordings").path(0).path("transcription").asText();
    }

    private static boolean ordered(AssemblyAiSimulator assemblyAi) {
        return assemblyAi.requests().stream()
                .anyMatch(request ->
                        request.method().equals("POST") && request.path().equals("/v2/transcript"));
    }

    /**
     * A hold: it began and ended between the request and the answer to it.
     *
     * @param asked when it was asked for
     * @param begun when that was answered
     * @param askedBack when its end was asked for
     * @param over when that was answered
     */
    private record Hold(Instant asked, Instant begun, Instant askedBack, Instant over) {
        static Hold on(JsonClient client, String sid) {
            Instant asked = Instant.now();
            assertThat(client.post("/hold-call", Json.object().put("sid", sid))
                            .path("result")
                            .textValue())
                    .isEqualTo("done");
            Instant begun = Instant.now();
            return CompletableFuture.supplyAsync(
                            () -> {
                                Instant askedBack = Instant.now();
                                client.post("/resume-call", Json.object().put("sid", sid));
                                return new Hold(asked, begun, askedBack, Instant.now());
                            },
                            CompletableFuture.delayedExecutor(HELD.toMillis(), MILLISECONDS))
                    .join();
        }

        void assertIs(JsonNode details) {
            assertThat(details.path("hold_time").doubleValue())
                    .isBetween(
                            seconds(Duration.between(begun, askedBack).minus(CLOSE)),
                            seconds(Duration.between(asked, over).plus(CLOSE)));
        }

        Span atLeast(Instant answered) {
            return new Span(Kind.HOLD, Duration.between(answered, begun), Duration.between(answered, askedBack));
        }

        Span atMost(Instant answered) {
            return new Span(Kind.HOLD, Duration.between(answered, asked), Duration.between(answered, over));
        }
    }

    /** The longer the hold, the less dead air; and a silence that is as long as the threshold, but for 100 ms, may count or not. */
    private static void assertDeadAir(JsonNode details, SimulatedCall call, Hold hold) {
        Instant answered = Instant.parse(details.path("answer_time").textValue());
        Timeline least = heard(call, hold.atMost(answered));
        Timeline most = heard(call, hold.atLeast(answered));
        assertThat(details.path("dead_air_time").doubleValue())
                .as("%s of %s", details, most)
                .isBetween(
                        seconds(deadAir(least, call.talk(), CallAnalytics.DEAD_AIR.plus(CLOSE))
                                .minus(CLOSE)),
                        seconds(deadAir(most, call.talk(), CallAnalytics.DEAD_AIR.minus(CLOSE))
                                .plus(CLOSE)))
                .isGreaterThan(3.8);
    }

    private static Timeline heard(SimulatedCall call, Span hold) {
        return new Timeline(
                Source.AUDIO,
                Stream.concat(call.callee().timeline().spans().stream(), Stream.of(hold))
                        .toList());
    }

    private static Duration deadAir(Timeline timeline, Duration talk, Duration threshold) {
        Instant answered = Instant.EPOCH;
        CallRecord call = new CallRecord(
                "truth",
                Optional.empty(),
                Direction.OUTBOUND,
                "",
                "",
                answered,
                List.of(
                        new StatusChange(Status.IN_PROGRESS, answered),
                        new StatusChange(Status.ENDED, answered.plus(talk))),
                Optional.empty(),
                AnsweredBy.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                timeline,
                List.of(),
                List.of(),
                List.of());
        return CallAnalytics.of(call, threshold).deadAirTime().orElseThrow();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
