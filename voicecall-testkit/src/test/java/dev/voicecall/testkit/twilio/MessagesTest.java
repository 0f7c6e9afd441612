package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.twilio.MessageFaults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages out and in. */
class MessagesTest {
    private static final String WHATSAPP = "whatsapp:" + Bench.BOB;
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Sends a message to Bob by WhatsApp, lets a minute pass, and gives it as it is then. */
    private JsonNode sent(String... more) {
        String[] all = new String[more.length + 6];
        String[] always = {
            "To", WHATSAPP, "From", "whatsapp:" + bench.twilio.phoneNumber(), "StatusCallback", Bench.APP + "/report"
        };
        System.arraycopy(always, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        Bench.Reply created = bench.post("Messages.json", all);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().get("status").asText()).isEqualTo("queued");
        bench.time.advance(Duration.ofMinutes(1));
        return bench.get("Messages/" + created.json().get("sid").asText() + ".json")
                .json();
    }

    private List<String> reported() {
        return bench.twilio.messageWebhooks().stream()
                .filter(report -> report.kind() == Kind.MESSAGE)
                .map(report -> report.parameter("MessageStatus"))
                .toList();
    }

    private void faults(MessageFaults faults) {
        bench.twilio.faults(Faults.none().withMessages(faults));
    }

    @Test
    void aMessageOfWhatsAppIsSentDeliveredAndRead() {
        JsonNode message = sent("Body", "Your table is ready");
        assertThat(reported()).containsExactly("sent", "delivered", "read");
        assertThat(message.get("status").asText()).isEqualTo("read");
        assertThat(message.get("num_media").asText()).isEqualTo("0");
        assertThat(message.get("error_code").isNull()).isTrue();
        assertThat(message.get("date_sent").asText()).endsWith("+0000");
        bench.post("Messages.json", "To", Bench.BOB, "From", bench.twilio.phoneNumber(), "Body", "By SMS");
        var listed = bench.get("Messages.json?To=%2B" + Bench.BOB.substring(1)).json();
        assertThat(listed.get("messages")).singleElement().satisfies(each -> assertThat(
                        each.get("body").asText())
                .isEqualTo("By SMS"));
        assertThat(bench.request("DELETE", "Messages/" + message.get("sid").asText() + ".json")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void reportsComeInTheWrongOrderTwiceLateOrNever() {
        faults(MessageFaults.none().with(Quirk.SENT_LAST));
        sent("Body", "One");
        assertThat(reported()).containsExactly("delivered", "read", "sent");
        faults(MessageFaults.none().with(Quirk.REPORTED_TWICE));
        sent("Body", "Two");
        assertThat(reported()).endsWith("sent", "sent", "delivered", "delivered", "read", "read");
        faults(MessageFaults.none().late(Duration.ofHours(5)));
        sent("Body", "Three");
        assertThat(reported()).hasSize(9);
        bench.time.advance(Duration.ofHours(5));
        assertThat(reported()).hasSize(12);
        faults(MessageFaults.none().with(Quirk.NEVER_REPORTED));
        assertThat(sent("Body", "Four").get("status").asText()).isEqualTo("read");
        assertThat(reported()).hasSize(12);
    }

    @Test
    void aMessageFailsOrIsNotDelivered() {
        faults(MessageFaults.none().failing(30003));
        JsonNode failed = sent("Body", "One");
        assertThat(failed.get("status").asText()).isEqualTo("failed");
        assertThat(failed.get("error_code").asInt()).isEqualTo(30003);
        faults(MessageFaults.none().failing(30005).with(Quirk.UNDELIVERED));
        sent("Body", "Two");
        assertThat(reported()).containsExactly("failed", "sent", "undelivered");
        assertThat(bench.twilio.messageWebhooks().get(2).parameter("ErrorCode")).isEqualTo("30005");
    }

    @Test
    void whoHasWrittenMayBeAnsweredForADay() {
        bench.twilio.outsideSession(WHATSAPP).messageUrl(URI.create(Bench.APP + "/message"));
        assertThat(sent("Body", "Hello").get("error_code").asInt()).isEqualTo(63016);
        assertThat(sent("ContentSid", "HX0123456789abcdef0123456789abcdef")
                        .get("status")
                        .asText())
                .isEqualTo("read");
        assertThat(sent("ContentSid", "HX0123456789abcdef0123456789abcdef", "Body", "Hello")
                        .get("error_code")
                        .asInt())
                .isEqualTo(63016);
        bench.twilio.messageIn(WHATSAPP, "Hi");
        bench.time.advance(Duration.ofHours(23));
        assertThat(sent("Body", "Hello").get("status").asText()).isEqualTo("read");
        bench.time.advance(Duration.ofHours(1));
        assertThat(sent("Body", "Hello").get("error_code").asInt()).isEqualTo(63016);
    }

    @Test
    void aMessageThatComesInIsAnnouncedAndAnswered() {
        bench.twilio.messageUrl(URI.create(Bench.APP + "/message"));
        bench.says("/message", "<Message><Body>Thank you</Body></Message>");
        String sid = bench.twilio.messageIn(WHATSAPP, "A picture", URI.create("https://example.com/cat.jpg"));
        bench.time.advance(Duration.ofSeconds(1));
        WebhookExchange told = bench.twilio.messageWebhooks().get(0);
        assertThat(told.kind()).isEqualTo(Kind.MESSAGE_IN);
        assertThat(told.parameter("MessageSid")).isEqualTo(sid).startsWith("MM");
        assertThat(told.parameter("From")).isEqualTo(WHATSAPP);
        assertThat(told.parameter("To")).isEqualTo("whatsapp:" + bench.twilio.phoneNumber());
        assertThat(told.parameter("NumMedia")).isEqualTo("1");
        assertThat(told.parameter("MediaUrl0")).isEqualTo("https://example.com/cat.jpg");
        assertThat(told.parameter("WaId")).isEqualTo("14155550123");
        assertThat(bench.received).last().satisfies(request -> assertThat(request.header("X-Twilio-Signature"))
                .isPresent());
        JsonNode newest = bench.get("Messages.json").json().get("messages");
        assertThat(newest).hasSize(2);
        assertThat(newest.get(0).get("direction").asText()).isEqualTo("outbound-reply");
        assertThat(newest.get(0).get("body").asText()).isEqualTo("Thank you");
        assertThat(newest.get(1).get("status").asText()).isEqualTo("received");
    }

    @Test
    void aNumberWithoutMessageUrlCannotBeWrittenTo() {
        assertThatThrownBy(() -> bench.twilio.messageIn(Bench.BOB, "Hi"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("messageUrl");
    }
}
