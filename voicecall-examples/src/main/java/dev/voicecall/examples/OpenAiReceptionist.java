package dev.voicecall.examples;

import dev.voicecall.examples.AssistantService.Parts;
import dev.voicecall.openai.OpenAi;
import dev.voicecall.spi.Describe;
import dev.voicecall.spi.Tool;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Answers the phone of the same restaurant as {@link Receptionist}, with OpenAI as its ear, its brain and its voice. */
final class OpenAiReceptionist {
    private static final String INSTRUCTIONS = """
            You are the receptionist of the corner restaurant, on the telephone. Speak in one or two short sentences, without \
            lists or symbols. You tell the time and the opening hours, and book tables; nothing else. Ask for what you need to \
            know before you book, and say the booking back. When the caller says goodbye, say goodbye and hang up.
            """ + Receptionist.HOURS;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEEE, h:mm a", Locale.US);

    private OpenAiReceptionist() {}

    /** What the model has to say to book a table. */
    record Booking(
            @Describe("how many, 1 to 12") int people,

            @Describe("the day and the time, as the caller said them")
            String time,

            String name) {}

    record Nothing() {}

    /** All three stages. */
    static Parts parts(OpenAi openAi, Clock clock) {
        return new Parts(openAi.speechToText(), openAi.responder(INSTRUCTIONS, tools(clock)), openAi.textToSpeech());
    }

    /** What it can do besides talking. */
    private static List<Tool> tools(Clock clock) {
        return List.of(
                Tool.of(
                        "get_time",
                        "The day and the time at the restaurant.",
                        Nothing.class,
                        (nothing, call) -> TIME.format(LocalDateTime.now(clock))),
                Tool.of("book_table", "Books a table.", Booking.class, (booking, call) -> book(booking)),
                Tool.hangUp());
    }

    /** A sample: there is always a table for up to twelve. Ask a book of reservations here. */
    private static String book(Booking booking) {
        if (booking.people() < 1 || booking.people() > 12) {
            throw new IllegalArgumentException("Tables are for one to twelve people.");
        }
        return "Booked: " + booking.people() + " people, " + booking.time() + ", " + booking.name() + ".";
    }
}
