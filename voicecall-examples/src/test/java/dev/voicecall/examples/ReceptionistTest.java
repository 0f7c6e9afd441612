package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceptionistTest {
    private static final String OFFER = "A table for four at seven thirty. Shall I book it?";

    private final Receptionist receptionist =
            new Receptionist(Clock.fixed(Instant.parse("2026-01-01T15:05:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "what time is it | It is 3:05 PM.",
                "What are your opening hours? | We are open from Tuesday",
                "when do you close | We are open from Tuesday",
                "book a table | For how many people, and at what time?",
                "i would like to book a table for four people at seven thirty | " + OFFER,
                "a table for two at eight p m | A table for two at eight p m. Shall I book it?",
                "four at seven thirty | " + OFFER,
                "the weather | I can tell you the time",
                "yes | I can tell you the time",
                "no thank you good bye | Thank you for calling. Goodbye."
            })
    void answers(String words, String answer) {
        assertThat(receptionist.respond(conversation(Receptionist.GREETING, words)))
                .startsWith(answer);
    }

    @Test
    void booksWhatItOfferedWhenTheyAgree() {
        assertThat(receptionist.respond(conversation(OFFER, "yes please")))
                .isEqualTo("Your table is booked. Is there anything else?");
        assertThat(receptionist.respond(conversation(OFFER, "no")))
                .isEqualTo("Then I don't book it. Is there anything else?");
    }

    @Test
    void booksNothingOfWhichTheQuestionWasNotHeard() {
        assertThat(receptionist.respond(conversation("A table for four at", "yes please")))
                .startsWith("I can tell you");
    }

    @Test
    void hangsUpWhenThereIsNothingElse() throws InterruptedException {
        assertThat(said("Your table is booked. Is there anything else?", "no thank you"))
                .containsExactly("Thank you for calling. Goodbye.", "(hangs up)");
        assertThat(said(Receptionist.GREETING, "good bye")).endsWith("(hangs up)");
        assertThat(said(Receptionist.GREETING, "hello")).hasSize(1);
    }

    private List<String> said(String ours, String theirs) throws InterruptedException {
        List<String> said = new ArrayList<>();
        receptionist.respond(conversation(ours, theirs), new Responder.Response() {
            @Override
            public void say(String piece) {
                said.add(piece);
            }

            @Override
            public void endCall() {
                said.add("(hangs up)");
            }

            @Override
            public void awaitCommitted() {}

            @Override
            public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) {
                throw new AssertionError("It has no tools.");
            }
        });
        return said;
    }

    private static Conversation conversation(String ours, String theirs) {
        return new Conversation(
                new CallInfo(Direction.INBOUND, Optional.of("CA1"), "+14155550101", "+14155550100"),
                "en-US",
                List.of(new Message(Role.AGENT, ours, false), new Message(Role.CALLER, theirs, false)));
    }
}
