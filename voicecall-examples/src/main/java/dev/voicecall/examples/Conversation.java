package dev.voicecall.examples;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.twilio.SpokenLine;
import java.io.PrintStream;

/**
 * Prints a call as it goes. Twilio tells what was asked only together with what was answered; a simulated line can be
 * listened in on.
 */
final class Conversation implements CallListener {
    private final PrintStream out;
    private final boolean listenedIn;

    /** @param listenedIn whether what is said comes from the line itself, by {@link #onLine} */
    Conversation(PrintStream out, boolean listenedIn) {
        this.out = out;
        this.listenedIn = listenedIn;
    }

    @Override
    public void onRinging(CallInfo call) {
        out.println("(It rings.)");
    }

    @Override
    public void onAnswered(CallInfo call, AnsweredBy by) {
        out.println("(Somebody picks up.)");
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        if (!listenedIn) {
            print(utterance.speaker() == Speaker.US, utterance.text());
        }
    }

    /** Somebody says something on a simulated line. */
    void onLine(SpokenLine spoken) {
        print(spoken.speaker() == SpokenLine.Speaker.APPLICATION, spoken.text());
    }

    private void print(boolean us, String text) {
        out.println((us ? "us:   " : "them: ") + text);
    }
}
