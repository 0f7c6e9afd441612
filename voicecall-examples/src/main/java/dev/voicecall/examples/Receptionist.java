package dev.voicecall.examples;

import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import dev.voicecall.spi.Responder;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the phone of a restaurant by rules: tells the time and the opening hours, and books tables. Safe for use by many
 * threads.
 */
final class Receptionist implements Responder {
    /** What it says first. */
    static final String GREETING = "Hello, this is the corner restaurant. How can I help you?";

    /** What callers may say, for a recognizer that has to know. */
    static final String GRAMMAR = """
            #JSGF V1.0;
            grammar receptionist;
            <number> = one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve;
            <clock> = <number> [fifteen | thirty | forty five] [o'clock] [p m];
            <party> = <number> [person | people] at <clock>;
            public <said> = hello
              | what time is it
              | what are your [opening] hours | when are you open | when do you (open | close)
              | [i would like to | can i] book a table [for <party>] | [a table] [for] <party>
              | yes [please] | no [thank you] | [no] [thank you] good bye;
            """;

    /** When the restaurant is open. */
    static final String HOURS = "We are open from Tuesday to Friday, from noon to three in the afternoon,"
            + " and again from six to eleven in the evening. On Saturday we open at five, and on Sunday we serve"
            + " brunch from ten to two. On Monday we are closed.";

    private static final String OFFER = "Shall I book it?";
    private static final String ANYTHING_ELSE = "Is there anything else?";
    private static final String FAREWELL = "Thank you for calling. Goodbye.";
    private static final String HELP =
            "I can tell you the time and our opening hours, and I can book a table for you. What would you like?";

    private static final Pattern PARTY = Pattern.compile("(?<people>\\w+)(?: people| person)? at (?<time>.+)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);

    private final Clock clock;

    /** @param clock what time it is at the restaurant */
    Receptionist(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void respond(Conversation conversation, Response response) throws InterruptedException {
        String answer = respond(conversation);
        response.say(answer);
        if (answer.equals(FAREWELL)) {
            response.endCall();
        }
    }

    @Override
    public String respond(Conversation conversation) {
        String words = conversation.latest().toLowerCase(Locale.ROOT);
        if (words.contains("good bye") || words.contains("goodbye")) {
            return FAREWELL;
        }
        Matcher party = PARTY.matcher(words);
        if (party.find()) {
            return "A table for " + party.group("people") + " at " + party.group("time") + ". " + OFFER;
        }
        if (words.contains("table")) {
            return "For how many people, and at what time?";
        }
        if (words.contains("time")) {
            return "It is " + TIME.format(LocalTime.now(clock)) + ". " + ANYTHING_ELSE;
        }
        if (words.contains("hours") || words.contains("open") || words.contains("close")) {
            return HOURS;
        }
        return answered(words, ourLatest(conversation.messages()));
    }

    /** A yes or a no, to what we asked. */
    private static String answered(String words, String question) {
        boolean yes = words.startsWith("yes");
        boolean no = words.startsWith("no");
        if (question.endsWith(OFFER) && (yes || no)) {
            return (yes ? "Your table is booked. " : "Then I don't book it. ") + ANYTHING_ELSE;
        }
        return question.endsWith(ANYTHING_ELSE) && no ? FAREWELL : HELP;
    }

    private static String ourLatest(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role() == Role.AGENT) {
                return messages.get(i).text();
            }
        }
        return "";
    }
}
