package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Timeline;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that talk with each other. */
class ConferenceTest {
    private static final String ANN = "+14155550188";
    private static final String EVENTS =
            " statusCallback='/events' statusCallbackEvent='start end join leave mute hold'";
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String room(String attributes) {
        return "<Dial action='/after'><Conference " + attributes + ">Room 1</Conference></Dial><Say>Never</Say>";
    }

    private SimulatedCall call(String number, String path, String verbs) {
        bench.says(path, verbs);
        bench.post("Calls.json", "To", number, "From", bench.twilio.phoneNumber(), "Url", Bench.APP + path);
        SimulatedCall call = bench.twilio.calls().get(bench.twilio.calls().size() - 1);
        bench.time.advance(Duration.ofSeconds(4));
        return call;
    }

    private String conference() {
        return bench.get("Conferences.json?FriendlyName=Room%201")
                .json()
                .at("/conferences/0/sid")
                .asText();
    }

    private String participant(SimulatedCall call) {
        return "Conferences/" + conference() + "/Participants/" + call.sid() + ".json";
    }

    private List<String> events(SimulatedCall... calls) {
        return Stream.of(calls)
                .flatMap(call -> call.webhooks(Kind.CONFERENCE).stream())
                .sorted((a, b) -> Integer.compare(
                        Integer.parseInt(a.parameter("SequenceNumber")),
                        Integer.parseInt(b.parameter("SequenceNumber"))))
                .map(event -> event.parameter("StatusCallbackEvent"))
                .toList();
    }

    private static String heard(StreamApplication.Connection tap, String track) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        tap.of("media").stream()
                .filter(media -> media.text("media", "track").equals(track))
                .forEach(media -> sound.writeBytes(media.payload()));
        return FakeSpeech.understand(sound.toByteArray());
    }

    @Test
    void whoComesFirstWaitsAndThenBothTalk() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("I need help"));
        bench.twilio.callee(ANN, Callee.answers().says("This is Ann"));
        String tap = "<Start><Stream url='wss://in-memory.test/stream/tap' track='both_tracks'/></Start>";
        bench.says("/music", "<Play loop='0'>https://example.com/music.mp3</Play>");
        SimulatedCall bob =
                call(Bench.BOB, "/bob", tap + room("startConferenceOnEnter='false' waitUrl='/music'" + EVENTS));
        assertThat(bob.webhooks(Kind.WAIT)).hasSize(1);
        assertThat(bob.callee().heard()).containsExactly("[sound https://example.com/music.mp3]");
        assertThat(bench.get("Conferences.json")
                        .json()
                        .at("/conferences/0/status")
                        .asText())
                .isEqualTo("init");
        SimulatedCall ann = call(ANN, "/ann", room("endConferenceOnExit='true' beep='false'"));
        bench.time.advance(Duration.ofSeconds(6));
        assertThat(bob.callee().heard()).endsWith("This is Ann");
        assertThat(ann.callee().heard()).containsExactly("I need help");
        StreamApplication.Connection listening = bench.streams.only();
        assertThat(heard(listening, "outbound")).isEqualTo("This is Ann");
        assertThat(heard(listening, "inbound")).isEqualTo("I need help");
        assertThat(bob.callee().timeline().spans())
                .extracting(Timeline.Span::kind)
                .containsExactly(Timeline.Kind.HOLD, Timeline.Kind.US, Timeline.Kind.THEM);
        assertThat(events(bob, ann)).containsExactly("participant-join", "participant-join", "conference-start");
        bench.says("/after", "<Hangup/>");
        bench.post("Calls/" + ann.sid() + ".json", "Status", "completed");
        bench.time.runToEnd();
        WebhookExchange after = bob.webhooks(Kind.ACTION).get(0);
        assertThat(after.parameter("DialCallStatus")).isEqualTo("answered");
        assertThat(after.parameters().values()).doesNotContainKeys("DialCallSid", "DialCallDuration");
        assertThat(bob.callee().heard()).doesNotContain("Never");
        assertThat(events(bob, ann)).endsWith("participant-leave", "participant-leave", "conference-end");
        var json = bench.get("Conferences/" + conference() + ".json").json();
        assertThat(json.get("status").asText()).isEqualTo("completed");
        assertThat(json.get("reason_conference_ended").asText())
                .isEqualTo("participant-with-end-conference-on-exit-left");
        assertThat(json.get("call_sid_ending_conference").asText()).isEqualTo(ann.sid());
    }

    @Test
    void nobodyHearsWhoIsMutedOrOnHold() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("One").says("Two").says("Three"));
        bench.twilio.callee(ANN, Callee.answers());
        SimulatedCall ann = call(ANN, "/ann", room(EVENTS));
        bench.post("Calls/" + ann.sid() + ".json");
        SimulatedCall bob = call(Bench.BOB, "/bob", room("muted='true'"));
        bench.time.advance(Duration.ofSeconds(3));
        assertThat(bob.callee().said()).containsExactly("One");
        assertThat(ann.callee().heard()).noneMatch("One"::equals);
        assertThat(bench.post(participant(bob), "Muted", "false")
                        .json()
                        .get("muted")
                        .asBoolean())
                .isFalse();
        bench.says("/hold", "<Say>Please hold</Say><Pause length='60'/>");
        var held = bench.post(participant(bob), "Hold", "true", "HoldUrl", Bench.APP + "/hold");
        assertThat(held.json().get("hold").asBoolean()).isTrue();
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(bob.callee().heard()).containsExactly("Please hold");
        assertThat(bench.get("Conferences/" + conference() + "/Participants.json?Hold=true")
                        .json()
                        .get("participants"))
                .hasSize(1);
        bench.post(participant(bob), "Hold", "false");
        bench.time.advance(Duration.ofSeconds(2));
        assertThat(events(ann, bob))
                .containsExactly(
                        "participant-join",
                        "participant-join",
                        "conference-start",
                        "participant-unmute",
                        "participant-hold",
                        "participant-unhold");
        var hold = bob.callee().timeline().spans().stream()
                .filter(span -> span.kind() == Timeline.Kind.HOLD)
                .toList();
        assertThat(hold).singleElement().satisfies(span -> assertThat(span.end().minus(span.begin()))
                .isEqualTo(Duration.ofSeconds(10)));
    }

    @Test
    void aParticipantIsSentAwayAndTheConferenceEndedByRest() {
        SimulatedCall ann = call(annAnswers(), "/ann", room(""));
        SimulatedCall bob = call(Bench.BOB, "/bob", room(""));
        bench.says("/after", "<Say>Goodbye</Say>");
        assertThat(bench.request("DELETE", participant(bob)).status()).isEqualTo(204);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bob.callee().heard()).containsExactly("Goodbye");
        assertThat(bench.get(participant(bob)).code()).isEqualTo(20404);
        var ended = bench.post("Conferences/" + conference() + ".json", "Status", "completed");
        assertThat(ended.json().get("status").asText()).isEqualTo("completed");
        assertThat(ended.json().get("reason_conference_ended").asText()).isEqualTo("conference-ended-via-api");
        bench.time.runToEnd();
        assertThat(ann.callee().heard()).endsWith("Goodbye");
        assertThat(ann.status()).isEqualTo(CallStatus.COMPLETED);
    }

    private String annAnswers() {
        bench.twilio.callee(ANN, Callee.answers());
        return ANN;
    }

    @Test
    void aCallIsRedirectedOutOfTheMusicWithoutAnAction() {
        SimulatedCall bob = call(Bench.BOB, "/bob", room(""));
        bench.time.advance(Duration.ofSeconds(30));
        bench.post("Calls/" + bob.sid() + ".json", "Twiml", "<Response><Say>Back again</Say></Response>");
        bench.time.runToEnd();
        assertThat(bob.callee().heard()).endsWith("Back again");
        assertThat(bob.webhooks(Kind.ACTION)).isEmpty();
        assertThat(bench.get("Conferences/" + conference() + ".json")
                        .json()
                        .get("reason_conference_ended")
                        .asText())
                .isEqualTo("last-participant-left");
    }

    @Test
    void somebodyIsCalledIntoAConference() {
        SimulatedCall bob = call(Bench.BOB, "/bob", room("startConferenceOnEnter='false' participantLabel='customer'"));
        bench.twilio.callee(ANN, Callee.answers().says("Ann speaking"));
        var created = bench.post(
                "Conferences/" + conference() + "/Participants.json",
                "To",
                ANN,
                "From",
                bench.twilio.phoneNumber(),
                "Label",
                "agent",
                "EndConferenceOnExit",
                "true");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("status").asText()).isEqualTo("queued");
        bench.time.advance(Duration.ofSeconds(8));
        assertThat(bob.callee().heard()).endsWith("Ann speaking");
        var agent = bench.get("Conferences/" + conference() + "/Participants/agent.json")
                .json();
        assertThat(agent.get("call_sid").asText())
                .isEqualTo(created.json().get("call_sid").asText());
        assertThat(agent.get("end_conference_on_exit").asBoolean()).isTrue();
    }

    @Test
    void aTimeLimitEndsTheDialAndNotTheConference() {
        bench.twilio.callee(ANN, Callee.answers());
        bench.says("/after", "<Say>Time is up</Say>");
        SimulatedCall ann = call(ANN, "/ann", room(""));
        SimulatedCall bob =
                call(Bench.BOB, "/bob", "<Dial action='/after' timeLimit='10'><Conference>Room 1</Conference></Dial>");
        bench.time.advance(Duration.ofSeconds(12));
        assertThat(bob.callee().heard()).endsWith("Time is up");
        assertThat(ann.status()).isEqualTo(CallStatus.IN_PROGRESS);
    }

    @Test
    void aFullConferenceTakesNobodyElse() {
        bench.twilio.callee(ANN, Callee.answers());
        bench.twilio.callee("+14155550199", Callee.answers());
        call(Bench.BOB, "/bob", room("maxParticipants='2'"));
        call(ANN, "/ann", room("maxParticipants='2'"));
        bench.says("/after", "<Say>Sorry</Say>");
        SimulatedCall third = call("+14155550199", "/third", room("maxParticipants='2'"));
        assertThat(third.callee().heard()).containsExactly("Sorry");
    }

    @Test
    void whatIsPlayedForEverGivesWayToARedirect() {
        SimulatedCall bob = call(Bench.BOB, "/bob", "<Play loop='0'>https://example.com/music.mp3</Play>");
        bench.time.advance(Duration.ofMinutes(20));
        assertThat(bob.status()).isEqualTo(CallStatus.IN_PROGRESS);
        bench.post("Calls/" + bob.sid() + ".json", "Twiml", "<Response><Say>Back again</Say></Response>");
        bench.time.runToEnd();
        assertThat(bob.callee().heard()).containsExactly("[sound https://example.com/music.mp3]", "Back again");
    }
}
