package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Conference;
import com.twilio.twiml.voice.Connect;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Gather;
import com.twilio.twiml.voice.Hangup;
import com.twilio.twiml.voice.Number;
import com.twilio.twiml.voice.Pause;
import com.twilio.twiml.voice.Play;
import com.twilio.twiml.voice.Redirect;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Say;
import com.twilio.twiml.voice.Start;
import com.twilio.twiml.voice.Stream;
import dev.voicecall.Expected;
import dev.voicecall.PhoneNumber;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** What we write is the same XML as what the builders of Twilio's SDK write. */
class TwimlTest {
    private static final String NEXT = "https://calls.example.com/action?leg=abc&doc=1";
    private static final String OWN = "+14155550100";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello.",
                "Tom & Jerry's \"show\" <at> 5 > 4",
                "</Say><Hangup/>",
                "Grüße, 世界 🙂",
                "  two  spaces\tand\nlines ",
                "]]>",
                "<!-- x -->&#65;&amp;"
            })
    void says(String text) {
        VoiceResponse expected = new VoiceResponse.Builder()
                .say(new Say.Builder(text)
                        .language(Say.Language.EN_US)
                        .voice(Say.Voice.POLLY_AMY)
                        .build())
                .redirect(redirect())
                .build();
        Step say = new Step.Say(new Speech(text, "en-US", Optional.of("Polly.Amy")));
        assertSame(say, expected);
    }

    @Test
    void holdsWithMusic() {
        VoiceResponse expected = new VoiceResponse.Builder()
                .play(new Play.Builder("https://example.com/a.mp3").loop(0).build())
                .pause(new Pause.Builder().length(600).build())
                .redirect(redirect())
                .build();
        assertSame(new Step.Hold(Optional.of(URI.create("https://example.com/a.mp3"))), expected);
        assertThat(Twiml.of(new Step.Hold(Optional.empty()), NEXT, OWN))
                .contains("<Play loop=\"0\">http://com.twilio.");
    }

    @Test
    void confers() {
        String wait = "https://calls.example.com/action?leg=abc&wait=1";
        String report = "https://calls.example.com/status?leg=abc";
        VoiceResponse expected = new VoiceResponse.Builder()
                .dial(new Dial.Builder()
                        .action(NEXT)
                        .method(HttpMethod.POST)
                        .conference(new Conference.Builder("room-1")
                                .beep(Conference.Beep.FALSE)
                                .endConferenceOnExit(true)
                                .muted(true)
                                .startConferenceOnEnter(false)
                                .statusCallback(report)
                                .statusCallbackEvents(Conference.Event.JOIN)
                                .statusCallbackMethod(HttpMethod.POST)
                                .waitUrl(wait)
                                .waitMethod(HttpMethod.POST)
                                .build())
                        .build())
                .build();
        Step.Conference waiting =
                new Step.Conference("room-1", false, Optional.of(URI.create("https://example.com/a.mp3")));
        assertSame(Twiml.conference(waiting, true, wait, report, NEXT), expected);
        Step.Conference starting = new Step.Conference("room-1", true, Optional.empty());
        assertThat(Twiml.conference(starting, false, wait, report, NEXT)).doesNotContain("wait");
    }

    @Test
    void gathersSpeechAndKeys() {
        VoiceResponse expected = new VoiceResponse.Builder()
                .gather(new Gather.Builder()
                        .inputs(List.of(Gather.Input.DTMF, Gather.Input.SPEECH))
                        .action(NEXT)
                        .method(HttpMethod.POST)
                        .timeout(6)
                        .speechTimeout("auto")
                        .actionOnEmptyResult(true)
                        .language(Gather.Language.EN_GB)
                        .hints("sales, \"R&D\"")
                        .numDigits(1)
                        .say(new Say.Builder("Sales or R&D?")
                                .language(Say.Language.EN_GB)
                                .build())
                        .build())
                .redirect(redirect())
                .build();
        Step listen = new Step.Listen(
                new Speech("Sales or R&D?", "en-GB", Optional.empty()),
                new Expected(List.of("sales", "\"R&D\""), 1),
                true,
                Duration.ofMillis(5_500));
        assertSame(listen, expected);
    }

    @Test
    void gathersSpeechAlone() {
        VoiceResponse expected = new VoiceResponse.Builder()
                .gather(new Gather.Builder()
                        .inputs(Gather.Input.SPEECH)
                        .action(NEXT)
                        .method(HttpMethod.POST)
                        .timeout(5)
                        .speechTimeout("auto")
                        .actionOnEmptyResult(true)
                        .language(Gather.Language.EN_US)
                        .say(new Say.Builder("Yes?")
                                .language(Say.Language.EN_US)
                                .build())
                        .build())
                .redirect(redirect())
                .build();
        Step listen = new Step.Listen(
                new Speech("Yes?", "en-US", Optional.empty()), Expected.keys(3), false, Duration.ofSeconds(5));
        assertSame(listen, expected);
    }

    @Test
    void playsPausesAndPressesKeys() {
        assertSame(
                new Step.Play(URI.create("https://example.com/a.wav?x=1&y=2")),
                new VoiceResponse.Builder()
                        .play(new Play.Builder("https://example.com/a.wav?x=1&y=2").build())
                        .redirect(redirect())
                        .build());
        assertSame(
                new Step.Pause(Duration.ofSeconds(3)),
                new VoiceResponse.Builder()
                        .pause(new Pause.Builder().length(3).build())
                        .redirect(redirect())
                        .build());
        assertSame(
                new Step.SendDigits("ww12#"),
                new VoiceResponse.Builder()
                        .play(new Play.Builder().digits("ww12#").build())
                        .redirect(redirect())
                        .build());
    }

    @Test
    void dials() {
        VoiceResponse expected = new VoiceResponse.Builder()
                .dial(new Dial.Builder()
                        .action(NEXT)
                        .method(HttpMethod.POST)
                        .callerId(OWN)
                        .timeout(30)
                        .number(new Number.Builder("+14155550177").build())
                        .build())
                .build();
        Step transfer = new Step.Transfer(new PhoneNumber("+14155550177"), Optional.empty(), Duration.ofSeconds(30));
        assertSame(transfer, expected);
    }

    @Test
    void connectsWithAStream() {
        String url = "wss://calls.example.com/stream/0123";
        String report = "https://calls.example.com/status?leg=abc";
        VoiceResponse expected = new VoiceResponse.Builder()
                .connect(new Connect.Builder()
                        .action(NEXT).method(HttpMethod.POST).stream(new Stream.Builder()
                                        .url(url)
                                        .name("line-1")
                                        .statusCallback(report)
                                        .statusCallbackMethod(Stream.StatusCallbackMethod.POST)
                                        .build())
                                .build())
                .redirect(redirect())
                .build();
        assertSame(Twiml.stream(url, "line-1", report, NEXT), expected);
    }

    @Test
    void startsAStreamThatListens() {
        String url = "wss://calls.example.com/stream/0123";
        String report = "https://calls.example.com/status?leg=abc";
        VoiceResponse expected = new VoiceResponse.Builder()
                .start(new Start.Builder()
                        .stream(new Stream.Builder()
                                        .url(url)
                                        .name("tap-1")
                                        .track(Stream.Track.BOTH_TRACKS)
                                        .statusCallback(report)
                                        .statusCallbackMethod(Stream.StatusCallbackMethod.POST)
                                        .build())
                                .build())
                .redirect(redirect())
                .build();
        assertSame(Twiml.tap(url, "tap-1", report, NEXT), expected);
    }

    @Test
    void rejectsWaitsAndHangsUp() {
        assertSame(
                new Step.Reject(true),
                new VoiceResponse.Builder()
                        .reject(new Reject.Builder().reason(Reject.Reason.BUSY).build())
                        .build());
        assertSame(
                Twiml.waitASecond(NEXT),
                new VoiceResponse.Builder()
                        .pause(new Pause.Builder().length(1).build())
                        .redirect(redirect())
                        .build());
        assertSame(
                Twiml.hangUp(),
                new VoiceResponse.Builder().hangup(new Hangup.Builder().build()).build());
    }

    @Test
    void markupInAPromptStaysText() {
        String prompt = "</Say><Hangup/><Say>";
        Document parsed = parse(Twiml.of(new Step.Say(new Speech(prompt, "en-US", Optional.empty())), NEXT, OWN));
        assertThat(parsed.getElementsByTagName("Hangup").getLength()).isZero();
        assertThat(parsed.getElementsByTagName("Say").item(0).getTextContent()).isEqualTo(prompt);
    }

    private static Redirect redirect() {
        return new Redirect.Builder(NEXT).method(HttpMethod.POST).build();
    }

    private static void assertSame(Step step, VoiceResponse expected) {
        assertSame(Twiml.of(step, NEXT, OWN), expected);
    }

    private static void assertSame(String document, VoiceResponse expected) {
        try {
            assertThat(parse(document).isEqualNode(parse(expected.toXml())))
                    .as("%s%nis the same document as%n%s", document, expected.toXml())
                    .isTrue();
        } catch (TwiMLException e) {
            throw new AssertionError(e);
        }
    }

    private static Document parse(String document) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError("Not well-formed: " + document, e);
        }
    }
}
