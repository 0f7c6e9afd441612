package dev.voicecall.twilio;

import static dev.voicecall.OutgoingMessage.sms;
import static dev.voicecall.OutgoingMessage.whatsApp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import dev.voicecall.CarrierException;
import dev.voicecall.IncomingMessage;
import dev.voicecall.MessageDelivery;
import dev.voicecall.MessageDelivery.Status;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.OutgoingMessage.Template;
import dev.voicecall.PhoneNumber;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Messenger.Sent;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.MessageFaults;
import dev.voicecall.testkit.twilio.MessageFaults.Quirk;
import dev.voicecall.testkit.twilio.RestFault;
import dev.voicecall.testkit.twilio.RestFault.Kind;
import dev.voicecall.testkit.twilio.RestFault.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages to the simulator, on virtual time. */
class MessagesTest {
    private static final PhoneNumber TO = new PhoneNumber("+14155550123");

    private final SimulatedTwilio world = new SimulatedTwilio(Faults.none());
    private final TwilioMessenger messenger;

    MessagesTest() {
        world.gateway.start(world.time, leg -> {});
        messenger = (TwilioMessenger) world.gateway.messenger();
    }

    @AfterEach
    void close() {
        world.gateway.close();
        world.close();
    }

    @Test
    void aTextMessageIsSentAndDelivered() {
        MessageDelivery delivery = delivery(sms(TO, "Your table is ready."));
        assertThat(delivery.status()).isEqualTo(Status.DELIVERED);
        assertThat(delivery.failure()).isEmpty();
        assertThat(order().first("To")).contains("+14155550123");
        assertThat(order().first("From")).contains(world.twilio.phoneNumber());
        assertThat(order().first("Body")).contains("Your table is ready.");
        assertThat(messenger.waiting()).isZero();
    }

    @Test
    void aWhatsAppMessageHasItsAddresses() {
        assertThat(delivery(whatsApp(TO, "Hello.")).status()).isEqualTo(Status.DELIVERED);
        assertThat(order().first("To")).contains("whatsapp:+14155550123");
        assertThat(order().first("From")).contains("whatsapp:" + world.twilio.phoneNumber());
    }

    @Test
    void aTextOutsideTheDayIsAFailureThatSaysWhatToDo() {
        world.twilio.outsideSession("whatsapp:+14155550123");
        CompletableFuture<Sent> sending = messenger.send(whatsApp(TO, "Hello."));
        world.time.advance(Duration.ofMillis(500));
        assertThat(sending).as("Twilio has taken it").isCompleted();
        world.time.advance(Duration.ofSeconds(30));
        MessageDelivery delivery = sending.join().delivery().join();
        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.failure().orElseThrow()).hasMessageContaining("template");
        assertThat(delivery.failure().orElseThrow().code()).hasValue(63016);
    }

    @Test
    void aTemplateMayBeSentAtAnyTime() {
        world.twilio.outsideSession("whatsapp:+14155550123");
        Template template = new Template("HX0123456789abcdef0123456789abcdef", Map.of("1", "A \"quoted\" name"));
        assertThat(delivery(whatsApp(TO, template)).status()).isEqualTo(Status.DELIVERED);
        assertThat(order().first("ContentSid")).contains("HX0123456789abcdef0123456789abcdef");
        assertThat(order().first("ContentVariables")).contains("{\"1\":\"A \\\"quoted\\\" name\"}");
        assertThat(order().values()).doesNotContainKeys("Body", "MediaUrl");
    }

    @Test
    void mediaAreSentEach() {
        OutgoingMessage pictures = new OutgoingMessage(
                OutgoingMessage.Channel.SMS,
                TO,
                new OutgoingMessage.Text(
                        "", List.of(URI.create("https://a.example/1.png"), URI.create("https://a.example/2.png"))));
        assertThat(delivery(pictures).status()).isEqualTo(Status.DELIVERED);
        assertThat(order().values().get("MediaUrl")).hasSize(2);
    }

    @Test
    void isNotSentTwiceWhenTheAnswerIsLost() {
        world.twilio.faults(Faults.none()
                .with(RestFault.next(Operation.CREATE, Kind.DROPPED).afterProcessing()));
        assertThat(delivery(sms(TO, "Hello.")).status())
                .as("the callback tells that it was taken")
                .isEqualTo(Status.DELIVERED);
        assertThat(orders()).isEqualTo(1);
    }

    @Test
    void isNotSentTwiceWhenNothingTellsWhetherItWasSent() {
        world.twilio.faults(Faults.none().with(RestFault.next(Operation.CREATE, Kind.HTML_ERROR)));
        CarrierException failure = refusal(sms(TO, "Hello."));
        assertThat(failure).hasMessageContaining("may have been sent all the same");
        assertThat(failure.retryable()).isFalse();
        assertThat(orders()).isEqualTo(1);
    }

    @Test
    void isSentAgainWhenTwilioAsksToWait() {
        world.twilio.faults(Faults.none()
                .with(RestFault.next(Operation.CREATE, Kind.TOO_MANY_REQUESTS).times(2)));
        assertThat(delivery(sms(TO, "Hello.")).status()).isEqualTo(Status.DELIVERED);
        assertThat(orders()).isEqualTo(3);
    }

    /** If they stood in one line, it would wait for half a minute. */
    @Test
    void aThousandMessagesDoNotDelayAnythingElse() {
        RestFault slow =
                RestFault.next(Operation.CREATE, Kind.SLOW).times(1_000).withDelay(Duration.ofSeconds(30));
        world.twilio.faults(Faults.none().with(slow));
        for (int i = 0; i < 1_000; i++) {
            messenger.send(sms(TO, "Hello."));
        }
        world.time.advance(Duration.ofMillis(1));
        CompletableFuture<String> lookUp = world.gateway.rest().status("CA00000000000000000000000000000001");
        world.time.advance(Duration.ofSeconds(1));
        assertThat(lookUp).as("there is no such call, says Twilio").isCompletedExceptionally();
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"SENT_LAST", "REPORTED_TWICE"})
    void reportsMayComeInAnyOrderAndTwice(Quirk quirk) {
        world.twilio.faults(Faults.none().withMessages(MessageFaults.none().with(quirk)));
        assertThat(delivery(sms(TO, "Hello.")).status()).isEqualTo(Status.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"SENT_LAST", "UNDELIVERED"})
    void saysWhyAMessageDidNotArrive(Quirk quirk) {
        world.twilio.faults(
                Faults.none().withMessages(MessageFaults.none().failing(30003).with(quirk)));
        MessageDelivery delivery = delivery(sms(TO, "Hello."));
        assertThat(delivery.status()).isEqualTo(Status.FAILED);
        assertThat(delivery.failure().orElseThrow().code()).hasValue(30003);
    }

    @Test
    void aMessageOfWhichNothingIsToldIsAcceptedAfterADay() {
        world.twilio.faults(Faults.none().withMessages(MessageFaults.none().with(Quirk.NEVER_REPORTED)));
        CompletableFuture<Sent> sending = messenger.send(sms(TO, "Hello."));
        world.time.advance(Duration.ofHours(25));
        assertThat(sending.join().delivery().join().status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    void nothingIsLeftOfAMessageThatWasDelivered() {
        int before = world.time.pendingEvents();
        delivery(sms(TO, "Hello."));
        assertThat(world.time.pendingEvents()).isEqualTo(before);
    }

    @Test
    void aMessageThatWasNotTakenByTheEndIsNotWaitedFor() {
        world.twilio.faults(Faults.none()
                .with(RestFault.next(Operation.CREATE, Kind.TOO_MANY_REQUESTS).times(2)));
        CompletableFuture<Sent> sending = messenger.send(sms(TO, "Hello."));
        world.time.advance(Duration.ofMillis(1));
        messenger.close();
        assertThat(sending).isCompletedExceptionally();
    }

    @Test
    void takesMessagesThatComeIn() {
        List<IncomingMessage> taken = new ArrayList<>();
        messenger.onIncoming(taken::add);
        world.twilio.messageUrl(URI.create("http://in-memory.test/twilio/message"));
        String id = world.twilio.messageIn("whatsapp:+14155550123", "Hello.", URI.create("https://a.example/1.png"));
        world.time.advance(Duration.ofSeconds(5));
        assertThat(taken).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo(id);
            assertThat(message.channel()).isEqualTo(OutgoingMessage.Channel.WHATSAPP);
            assertThat(message.from()).isEqualTo("+14155550123");
            assertThat(message.to()).isEqualTo(world.twilio.phoneNumber());
            assertThat(message.body()).isEqualTo("Hello.");
            assertThat(message.media()).hasSize(1);
        });
    }

    @Test
    void theSenderIsWhatWasSet() {
        PhoneNumber own = new PhoneNumber("+14155550100");
        PhoneNumber mobile = new PhoneNumber("+14155550101");
        String service = "MG0123456789abcdef0123456789abcdef";
        assertThat(sender(new MessageSenders(own, none(), none()), sms(TO, "x")))
                .isEqualTo("From=" + own.e164());
        assertThat(sender(new MessageSenders(own, some(mobile), some(service)), whatsApp(TO, "x")))
                .isEqualTo("From=whatsapp:" + mobile.e164());
        assertThat(sender(new MessageSenders(own, none(), some(service)), whatsApp(TO, "x")))
                .isEqualTo("MessagingServiceSid=" + service);
        assertThat(sender(new MessageSenders(own, some(mobile), some(service)), sms(TO, "x")))
                .isEqualTo("MessagingServiceSid=" + service);
    }

    private static <T> Optional<T> some(T value) {
        return Optional.of(value);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }

    /** As it stands in the request. */
    private String sender(MessageSenders senders, OutgoingMessage message) {
        List<Request> sent = new ArrayList<>();
        TwilioRestClient client = new TwilioRestClient.Builder("AC1", "x")
                .httpClient(new HttpClient() {
                    @Override
                    public Response makeRequest(Request request) {
                        sent.add(request);
                        return new Response("{}", 201);
                    }
                })
                .build();
        senders.order(message).create(client);
        Map<String, List<String>> parameters = sent.get(0).getPostParams();
        return parameters.containsKey("From")
                ? "From=" + parameters.get("From").get(0)
                : "MessagingServiceSid=" + parameters.get("MessagingServiceSid").get(0);
    }

    private MessageDelivery delivery(OutgoingMessage message) {
        CompletableFuture<Sent> sending = messenger.send(message);
        world.time.advance(Duration.ofMinutes(1));
        return sending.join().delivery().join();
    }

    private CarrierException refusal(OutgoingMessage message) {
        CompletableFuture<Sent> sending = messenger.send(message);
        world.time.advance(Duration.ofMinutes(1));
        return (CarrierException)
                catchThrowableOfType(CompletionException.class, sending::join).getCause();
    }

    private FormParameters order() {
        return world.twilio.requests().stream()
                .filter(request -> request.path().endsWith("/Messages.json"))
                .findFirst()
                .orElseThrow()
                .parameters();
    }

    private long orders() {
        return world.twilio.requests().stream()
                .filter(request -> request.path().endsWith("/Messages.json"))
                .count();
    }
}
