package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.http.Response;
import dev.voicecall.CarrierException;
import dev.voicecall.IncomingMessage;
import dev.voicecall.MessageDelivery;
import dev.voicecall.MessageDelivery.Status;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.OutgoingMessage.Channel;
import dev.voicecall.PhoneNumber;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Messenger.Sent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio tells of messages, and brings of them, in every order. */
class MessageWebhookTest {
    private static final String ID = "SM0123456789abcdef0123456789abcdef";
    private static final OutgoingMessage MESSAGE = OutgoingMessage.sms(new PhoneNumber("+14155550123"), "Hello.");
    private static final String INCOMING = "/twilio/message";

    private final TwilioHarness twilio = new TwilioHarness();
    private final TwilioMessenger messenger = (TwilioMessenger) twilio.gateway.messenger();

    @AfterEach
    void close() {
        twilio.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sent delivered, DELIVERED",
        "delivered sent, DELIVERED",
        "delivered delivered read, DELIVERED",
        "read delivered, READ",
        "sending queued sent undelivered, FAILED",
        "failed delivered, FAILED",
        "delivered failed, DELIVERED",
        "sent shiny delivered, DELIVERED",
        "sent canceled, FAILED"
    })
    void neverGoesBack(String statuses, Status last) {
        Sent sent = send();
        for (String status : statuses.split(" ", -1)) {
            assertThat(status(statusTarget(), status)).isEqualTo(204);
        }
        assertThat(sent.delivery().join().status()).isEqualTo(last);
        assertThat(messenger.waiting()).isZero();
    }

    @Test
    void isNotCertainBeforeItHasArrived() {
        Sent sent = send();
        status(statusTarget(), "sent");
        twilio.time.advance(Duration.ofHours(23));
        assertThat(sent.delivery()).isNotDone();
    }

    @Test
    void isWhatWasKnownLastAfterADay() {
        Sent sent = send();
        status(statusTarget(), "sent");
        twilio.time.advance(Duration.ofHours(25));
        assertThat(sent.delivery().join()).isEqualTo(new MessageDelivery(ID, Status.SENT, java.util.Optional.empty()));
        assertThat(messenger.waiting()).isZero();
        assertThat(status(statusTarget(), "delivered")).isEqualTo(204);
    }

    @Test
    void isWhatWasKnownLastWhenAllIsClosed() {
        Sent sent = send();
        status(statusTarget(), "sent");
        twilio.gateway.close();
        assertThat(sent.delivery().join().status()).isEqualTo(Status.SENT);
    }

    @Test
    void aReportMayComeBeforeTheAnswer() {
        CompletableFuture<Sent> sending = messenger.send(MESSAGE);
        twilio.responses.add(new Response("<html>", 502));
        twilio.time.advance(Duration.ZERO);
        assertThat(sending).isNotDone();
        status(statusTarget(), "delivered");
        assertThat(sending.join().id()).isEqualTo(ID);
        assertThat(sending.join().delivery().join().status()).isEqualTo(Status.DELIVERED);
        twilio.time.advance(Duration.ofMinutes(1));
        assertThat(twilio.requests).hasSize(1);
    }

    @Test
    void whatTwilioRefusesFailsAtOnce() {
        twilio.responses.add(TwilioHarness.error(400, 21610, "Attempt to send to unsubscribed recipient +14155550123"));
        CompletableFuture<Sent> sending = messenger.send(MESSAGE);
        twilio.time.advance(Duration.ZERO);
        CarrierException refused = (CarrierException)
                catchThrowableOfType(CompletionException.class, sending::join).getCause();
        assertThat(refused.code()).hasValue(21610);
        assertThat(refused.retryable()).isFalse();
        assertThat(refused).hasMessageNotContaining("4155550123");
        assertThat(messenger.waiting()).isZero();
    }

    @Test
    void waitsForSoManyAndNotMore() {
        Sent first = send();
        for (int i = 0; i < TwilioMessenger.MAX_WAITING; i++) {
            messenger.send(MESSAGE);
        }
        twilio.time.advance(Duration.ZERO);
        assertThat(messenger.waiting()).isEqualTo(TwilioMessenger.MAX_WAITING);
        assertThat(first.delivery().join().status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    void refusesWhatWouldWaitWithoutBound() {
        for (int i = 0; i < TwilioMessenger.MAX_WAITING; i++) {
            messenger.send(MESSAGE);
        }
        CarrierException refused = (CarrierException) catchThrowableOfType(
                        CompletionException.class, () -> messenger.send(MESSAGE).join())
                .getCause();
        assertThat(refused.retryable()).isTrue();
        twilio.time.advance(Duration.ZERO);
        assertThat(twilio.requests).hasSize(TwilioMessenger.MAX_WAITING);
    }

    @Test
    void aReportWithAForgedSignatureIsRefused() {
        Sent sent = send();
        assertThat(twilio.send(statusTarget(), "MessageSid=" + ID + "&MessageStatus=failed", "AAAA=")
                        .join()
                        .status())
                .isEqualTo(403);
        assertThat(sent.delivery()).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/twilio/message-status", "/twilio/message-status?message=0123"})
    void aReportOfAMessageThatNobodyKnowsIsTaken(String target) {
        assertThat(status(target, "delivered")).isEqualTo(204);
    }

    @Test
    void takesMessagesThatComeIn() {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(taken::add);
        HttpResponse answer = incoming(
                "From",
                "whatsapp:+14155550123",
                "To",
                "whatsapp:+14155550100",
                "Body",
                "Hi",
                "NumMedia",
                "2",
                "MediaUrl0",
                "https://api.twilio.com/1",
                "MediaUrl1",
                "https://api.twilio.com/2");
        assertThat(TwilioHarness.text(answer)).endsWith("<Response/>");
        assertThat(answer.headers().get("Content-Type")).startsWith("text/xml");
        assertThat(taken)
                .containsExactly(new IncomingMessage(
                        ID,
                        Channel.WHATSAPP,
                        "+14155550123",
                        "+14155550100",
                        "Hi",
                        List.of(URI.create("https://api.twilio.com/1"), URI.create("https://api.twilio.com/2"))));
    }

    @Test
    void aMessageThatComesTwiceIsOne() {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(taken::add);
        incoming("From", "+14155550123", "To", "+14155550100", "Body", "Hi");
        assertThat(incoming("From", "+14155550123", "To", "+14155550100", "Body", "Hi")
                        .status())
                .isEqualTo(200);
        assertThat(taken).singleElement().satisfies(message -> assertThat(message.channel())
                .isEqualTo(Channel.SMS));
    }

    @Test
    void aMessageThatNobodyTookIsTakenWhenItComesAgain() {
        List<IncomingMessage> taken = new ArrayList<>();
        incoming("From", "+14155550123", "Body", "Hi");
        messenger.onIncoming(taken::add);
        incoming("From", "+14155550123", "Body", "Hi");
        assertThat(taken).hasSize(1);
    }

    @Test
    void aListenerThatThrowsHearsOfTheNextMessage() {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(message -> {
            taken.add(message);
            throw new IllegalStateException("A bug of the application's.");
        });
        incoming("From", "+14155550123", "Body", "Hi");
        incoming("From", "+14155550123", "Body", "Hi", "MessageSid", "SM00000000000000000000000000000002");
        assertThat(taken).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messenger:123", ""})
    void ignoresOtherChannels(String from) {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(taken::add);
        assertThat(incoming("From", from, "Body", "Hi").status()).isEqualTo(200);
        assertThat(taken).isEmpty();
    }

    @Test
    void refusesAForgedMessage() {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(taken::add);
        assertThat(twilio.send(INCOMING, "MessageSid=" + ID + "&From=%2B14155550123&Body=Hi", "AAAA=")
                        .join()
                        .status())
                .isEqualTo(403);
        assertThat(taken).isEmpty();
    }

    private Sent send() {
        twilio.responses.add(new Response("{\"sid\":\"" + ID + "\",\"status\":\"queued\"}", 201));
        CompletableFuture<Sent> sending = messenger.send(MESSAGE);
        twilio.time.advance(Duration.ZERO);
        return sending.join();
    }

    private String statusTarget() {
        Map<String, List<String>> order = twilio.requests.get(0).getPostParams();
        return order.get("StatusCallback").get(0).substring(TwilioHarness.PUBLIC.length());
    }

    private int status(String target, String status) {
        return twilio.webhook(target, "MessageSid", ID, "MessageStatus", status, "To", "+14155550123")
                .join()
                .status();
    }

    private HttpResponse incoming(String... form) {
        String[] all = new String[form.length + 2];
        all[0] = "MessageSid";
        all[1] = ID;
        System.arraycopy(form, 0, all, 2, form.length);
        return twilio.webhook(INCOMING, all).join();
    }
}
