package dev.voicecall.twilio;

import static dev.voicecall.twilio.StreamHarness.FRAME;
import static dev.voicecall.twilio.StreamHarness.STREAM;
import static dev.voicecall.twilio.StreamHarness.media;
import static dev.voicecall.twilio.StreamHarness.start;
import static dev.voicecall.twilio.StreamHarness.stop;
import static dev.voicecall.twilio.TwilioHarness.SID;
import static dev.voicecall.twilio.TwilioHarness.ok;
import static dev.voicecall.twilio.TwilioHarness.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.StepResult;
import dev.voicecall.spi.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One media stream, message by message: what may come broken, late, twice, or never. */
class MediaStreamTest {
    private final StreamHarness twilio = new StreamHarness();

    @AfterEach
    void leavesNothing() {
        twilio.close();
    }

    @Test
    void givesTheLineWhenTheStreamStarts() {
        twilio.connect();
        assertThat(twilio.line).as("before the start").isNull();
        twilio.receive(start(SID, "audio/x-mulaw", 8_000));
        assertThat(twilio.line).isNotNull();
    }

    @Test
    void hearsSoundKeysAndMarksInOrder() {
        twilio.open();
        twilio.receive(media(20));
        twilio.receive("{\"event\":\"dtmf\",\"streamSid\":\"" + STREAM
                + "\",\"sequenceNumber\":\"5\",\"dtmf\":{\"track\":\"inbound_track\",\"digit\":\"#\"}}");
        twilio.receive("{\"event\":\"mark\",\"streamSid\":\"" + STREAM + "\",\"mark\":{\"name\":\"a\"}}");
        twilio.receive(media(3_040));
        assertThat(twilio.heard).containsExactly("open", "audio 160 3", "key #", "mark a", "audio 24320 3");
        assertThat(twilio.warnings).isEmpty();
    }

    @Test
    void sendsSoundMarksAndClear() {
        AudioLine line = open();
        twilio.run(() -> line.send(FRAME));
        twilio.run(() -> line.mark("a \"b\""));
        twilio.run(line::clear);
        String head = "\",\"streamSid\":\"" + STREAM + "\"";
        assertThat(twilio.socket.sent)
                .containsExactly(
                        "{\"event\":\"media" + head + ",\"media\":{\"payload\":\"" + "A".repeat(214) + "==\"}}",
                        "{\"event\":\"mark" + head + ",\"mark\":{\"name\":\"a \\\"b\\\"\"}}",
                        "{\"event\":\"clear" + head + "}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 159, 161, 319})
    void sendsWholeFramesOnly(int bytes) {
        AudioLine line = open();
        assertThatThrownBy(() -> line.send(new byte[bytes]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bytes + " bytes");
        assertThat(twilio.socket.sent).isEmpty();
    }

    @Test
    void closingEndsTheStep() {
        AudioLine line = open();
        twilio.run(line::close);
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(twilio.result).isNotDone();
        twilio.comeBack();
        assertThat(twilio.result.join()).isEqualTo(new StepResult.Done());
    }

    @Test
    void aClosedLineIsDeafAndDumb() {
        AudioLine line = open();
        twilio.run(line::close);
        twilio.run(() -> line.send(FRAME));
        twilio.run(() -> line.mark("a"));
        twilio.run(line::clear);
        twilio.run(line::close);
        twilio.receive(media(20));
        assertThat(twilio.socket.sent).isEmpty();
        assertThat(twilio.heard).containsExactly("open");
        assertThat(twilio.warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"event\":\"levitation\"}",
                "{\"event\":\"media\",\"streamSid\":\"" + STREAM
                        + "\",\"media\":{\"track\":\"inbound\",\"timestamp\":\"1\",\"payload\":\"?\"}}",
                "{\"event\":\"media\",\"streamSid\":\"" + STREAM
                        + "\",\"media\":{\"track\":\"outbound\",\"timestamp\":\"1\",\"payload\":\"AAEC\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ2\",\"media\":{\"track\":\"inbound\",\"timestamp\":\"1\",\"payload\":\"AAEC\"}}",
                "{\"event\":\"mark\",\"mark\":{\"name\":\"a\"}}",
                "{\"event\":\"stop\",\"streamSid\":\"MZ2\"}",
                "{\"event\":\"dtmf\",\"streamSid\":\"" + STREAM + "\",\"dtmf\":{\"digit\":\"12\"}}",
                "{\"event\":\"dtmf\",\"streamSid\":\"" + STREAM + "\",\"dtmf\":{\"digit\":\"x\"}}"
            })
    void ignoresWhatItCannotUseAndWarnsOnce(String message) {
        twilio.open();
        for (int i = 0; i < 3; i++) {
            twilio.receive(message);
        }
        assertThat(twilio.warnings).hasSize(1);
        assertThat(stream().ignored()).isEqualTo(3);
        assertThat(twilio.heard).containsExactly("open");
        goesOn();
    }

    @Test
    void ignoresASecondStart() {
        twilio.open();
        twilio.receive(start(SID, "audio/x-mulaw", 8_000));
        assertThat(twilio.heard).containsExactly("open");
        assertThat(stream().ignored()).isEqualTo(1);
        goesOn();
    }

    @Test
    void ignoresBinaryMessages() {
        twilio.open();
        twilio.listener().onBinary(twilio.socket, ByteBuffer.wrap(FRAME));
        twilio.pass(Duration.ZERO);
        assertThat(stream().ignored()).isEqualTo(1);
        goesOn();
    }

    @Test
    void ignoresWhatComesBeforeTheStart() {
        twilio.connect();
        twilio.receive(media(20));
        twilio.receive(stop());
        assertThat(twilio.heard).isEmpty();
        assertThat(twilio.socket.closeCode).isZero();
        twilio.receive(start(SID, "audio/x-mulaw", 8_000));
        goesOn();
    }

    @ParameterizedTest
    @CsvSource({
        "CA99999999999999999999999999999999, audio/x-mulaw, 8000",
        "'', audio/x-mulaw, 8000",
        SID + ", audio/x-alaw, 8000",
        SID + ", audio/x-mulaw, 16000"
    })
    void refusesAStartThatIsNotOurs(String callSid, String encoding, int sampleRate) {
        twilio.connect();
        twilio.receive(start(callSid, encoding, sampleRate));
        twilio.receive(media(20));
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.POLICY_VIOLATION);
        assertThat(twilio.heard).isEmpty();
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("broke");
    }

    @Test
    void doesNotWaitForAStartForEver() {
        twilio.connect();
        twilio.pass(Duration.ofSeconds(9));
        assertThat(twilio.socket.closeCode).isZero();
        twilio.pass(Duration.ofSeconds(1));
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.POLICY_VIOLATION);
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("did not start within 10 s");
    }

    @Test
    void aConnectionThatBreaksWhileTheCallGoesOnFailsTheStep() {
        twilio.open();
        twilio.drop();
        assertThat(twilio.result).isNotDone();
        twilio.comeBack();
        assertThat(failure().retryable()).isTrue();
        assertThat(failure()).hasMessageContaining("1006");
    }

    @Test
    void theLineMayBeOpenedAnew() {
        twilio.open();
        twilio.drop();
        var next = twilio.comeBack();
        String used = twilio.target();
        twilio.perform();
        twilio.document = next.join();
        assertThat(twilio.target()).isNotEqualTo(used);
        twilio.socket.closeCode = 0;
        twilio.open();
        assertThat(twilio.heard).containsExactly("open", "open");
        goesOn();
    }

    @Test
    void looksTheCallUpSoonAfterAStopThatNothingFollows() {
        twilio.open();
        twilio.receive(stop());
        twilio.twilio.responses.add(ok("completed"));
        twilio.pass(Duration.ofSeconds(3));
        assertThat(Objects.requireNonNull(twilio.ended).outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(twilio.result).isNotDone();
    }

    @Test
    void looksTheCallUpSoonAfterTheConnectionBreaks() {
        twilio.open();
        twilio.drop();
        twilio.twilio.responses.add(ok("completed"));
        twilio.pass(Duration.ofSeconds(3));
        assertThat(Objects.requireNonNull(twilio.ended).outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @Test
    void fetchesACallThatDoesNotComeBackAfterClosing() {
        AudioLine line = open();
        twilio.run(line::close);
        twilio.pass(Duration.ofSeconds(3));
        assertThat(twilio.orders()).containsExactly("GET []", "POST [Method, Url]");
        interrupted();
        assertThat(twilio.result.join()).isEqualTo(new StepResult.Done());
    }

    @Test
    void takesSoundForASignOfLife() {
        twilio.open();
        for (int i = 0; i < 100; i++) {
            twilio.receive(media(1_000 * i));
            twilio.pass(Duration.ofSeconds(1));
        }
        assertThat(twilio.orders()).isEmpty();
        goesOn();
    }

    @Test
    void givesUpAStreamThatFellSilentWhileTheCallGoesOn() {
        twilio.open();
        twilio.receive(media(0));
        twilio.pass(Duration.ofSeconds(30));
        assertThat(twilio.orders()).containsExactly("GET []", "POST [Method, Url]");
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.INTERNAL_ERROR);
        interrupted();
        assertThat(failure().retryable()).isTrue();
    }

    @Test
    void aStreamThatIsNeverOpenedFailsTheStep() {
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("did not open");
    }

    @Test
    void keepsTwiliosCodeOfAStreamThatIsNeverOpened() {
        twilio.twilio.webhook(
                twilio.twilio.statusTarget(), "StreamEvent", "stream-error", "StreamError", "31920 - Handshake error");
        twilio.comeBack();
        assertThat(failure().code()).hasValue(31920);
    }

    @Test
    void isNotChargedWithTheFailureOfAnotherStream() {
        twilio.twilio.webhook(
                twilio.twilio.statusTarget(),
                "StreamEvent",
                "stream-error",
                "StreamName",
                "line-0",
                "StreamError",
                "31903 - Broken pipe");
        twilio.comeBack();
        assertThat(failure().code()).isEmpty();
        assertThat(failure()).hasMessageContaining("did not open");
    }

    @Test
    void keepsTheCauseThatItKnowsItself() {
        twilio.connect();
        twilio.receive(start("CA99999999999999999999999999999999", "audio/x-mulaw", 8_000));
        twilio.twilio.webhook(
                twilio.twilio.statusTarget(), "StreamEvent", "stream-error", "StreamError", "31921 - Closed by server");
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("another call");
    }

    @Test
    void fetchesACallWhoseStreamIsNeverOpened() {
        twilio.pass(Duration.ofSeconds(30));
        assertThat(twilio.orders()).containsExactly("GET []", "POST [Method, Url]");
        interrupted();
        assertThat(failure()).hasMessageContaining("did not open");
    }

    @Test
    void anInterruptEndsTheStreamAsInterrupted() {
        twilio.open();
        twilio.run(twilio.leg::interrupt);
        twilio.receive(stop());
        interrupted();
        assertThat(twilio.result.join()).isEqualTo(new StepResult.Interrupted());
    }

    @Test
    void hangsUpByRest() {
        twilio.open();
        twilio.run(twilio.leg::hangUp);
        assertThat(twilio.orders()).containsExactly("POST [Status]");
        twilio.twilio.webhook(twilio.twilio.statusTarget(), "CallStatus", "completed");
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.NORMAL);
        assertThat(twilio.result).isNotDone();
    }

    @Test
    void theEndOfTheCallEndsTheStream() {
        twilio.open();
        twilio.twilio.webhook(twilio.twilio.statusTarget(), "CallStatus", "completed");
        assertThat(Objects.requireNonNull(twilio.ended).outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.NORMAL);
        twilio.receive(media(20));
        assertThat(twilio.heard).containsExactly("open");
    }

    @Test
    void aConnectionThatDoesNotTakeWhatIsSentIsBroken() {
        AudioLine line = open();
        twilio.socket.stuck = true;
        twilio.run(() -> line.send(FRAME));
        twilio.pass(Duration.ofMillis(4_999));
        assertThat(twilio.socket.closeCode).isZero();
        twilio.pass(Duration.ofMillis(1));
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.INTERNAL_ERROR);
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("nothing could be sent for 5 s");
    }

    @Test
    void aConnectionThatTakesItsTimeIsNotBroken() {
        AudioLine line = open();
        twilio.socket.stuck = true;
        for (int i = 0; i < 10; i++) {
            twilio.run(() -> line.send(FRAME));
            twilio.pass(Duration.ofSeconds(4));
            twilio.socket.unfinished.forEach(done -> done.complete(null));
            twilio.receive(media(i));
        }
        assertThat(twilio.socket.closeCode).isZero();
    }

    @Test
    void queuesNoMoreThanItsBound() {
        AudioLine line = open();
        twilio.socket.stuck = true;
        for (int i = 0; i < 10_000; i++) {
            line.send(FRAME);
        }
        twilio.pass(Duration.ZERO);
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.INTERNAL_ERROR);
        assertThat(twilio.socket.queuedBytes).isLessThan(641_000);
        twilio.comeBack();
        assertThat(failure()).hasMessageContaining("bytes wait to be sent");
    }

    @Test
    void aCallThatIsTooSlowToListenIsNotBuried() {
        twilio.open();
        byte[] message = media(20).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        twilio.run(() -> {
            for (int i = 0; i < 10_000; i++) {
                twilio.listener().onText(twilio.socket, ByteBuffer.wrap(message));
            }
        });
        assertThat(twilio.socket.closeCode).isEqualTo(WebSocket.INTERNAL_ERROR);
        assertThat(twilio.heard).hasSize(3_001);
    }

    @Test
    void countsFrames() {
        AudioLine line = open();
        twilio.receive(media(0));
        twilio.receive(media(20));
        twilio.run(() -> line.send(new byte[480]));
        assertThat(stream().framesIn()).isEqualTo(2);
        assertThat(stream().framesOut()).isEqualTo(3);
    }

    @Test
    void aRepeatedRequestGetsTheSameUrlAgain() {
        String again = text(twilio.twilio.webhook(twilio.twilio.voiceTarget()).join());
        assertThat(again).isEqualTo(text(twilio.document));
    }

    private AudioLine open() {
        return Objects.requireNonNull(twilio.open().line);
    }

    private MediaStream stream() {
        return (MediaStream) twilio.listener();
    }

    private void goesOn() {
        int before = twilio.heard.size();
        twilio.receive(media(40));
        assertThat(twilio.heard).hasSize(before + 1);
        assertThat(twilio.socket.closeCode).isZero();
    }

    /** Twilio asks at the URL to which it was redirected. */
    private void interrupted() {
        String url = twilio.twilio.requests.stream()
                .filter(request -> request.getPostParams().containsKey("Url")
                        && request.getUrl().contains(SID))
                .reduce((first, second) -> second)
                .orElseThrow()
                .getPostParams()
                .get("Url")
                .get(0);
        twilio.twilio.webhook(url.substring(TwilioHarness.PUBLIC.length()));
        twilio.pass(Duration.ZERO);
    }

    private CarrierException failure() {
        assertThat(twilio.result).isCompletedExceptionally();
        return (CarrierException) twilio.result.handle((done, broken) -> broken).join();
    }
}
