package dev.voicecall.examples;

import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.JsonArguments;
import java.util.List;
import java.util.Locale;

/** Answers the phone of a restaurant for tests of the console: talks for long, and books tables by a tool. */
final class ConsoleAgent implements Responder {
    static final String HOURS =
            "We are open from Tuesday to Friday from noon to three in the afternoon and again from six to eleven.";

    /** What is asked of the tool, and what it returns. */
    record Booking(int people, String time) {}

    private final Tool book;

    ConsoleAgent(String result) {
        book = Tool.of("book_table", "Books a table.", Booking.class, (booking, call) -> result);
    }

    @Override
    public String respond(Conversation conversation) {
        throw new UnsupportedOperationException("It answers piece by piece.");
    }

    @Override
    public void respond(Conversation conversation, Response response) throws InterruptedException {
        String words = conversation.latest().toLowerCase(Locale.ROOT);
        if (words.contains("open")) {
            response.say(HOURS);
        } else if (words.contains("table")) {
            response.say("Let me see.");
            response.use(
                    List.of(book),
                    List.of(new ToolCall(
                            "call_" + conversation.messages().size(),
                            "book_table",
                            new JsonArguments("{\"people\":4,\"time\":\"19:30\"}"))));
            response.say("Your table is booked.");
        } else if (words.contains("bye")) {
            response.say("Goodbye.");
            response.endCall();
        } else {
            response.say("Pardon?");
        }
    }
}
