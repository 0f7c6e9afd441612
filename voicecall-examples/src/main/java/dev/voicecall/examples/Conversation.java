package dev.voicecall.examples;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import java.io.PrintStream;

/** Prints a call as it goes. */
final class Conversation implements CallListener {
    private final PrintStream out;

    Conversation(PrintStream out) {
        this.out = out;
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
        out.println((utterance.speaker() == Speaker.US ? "us:   " : "them: ") + utterance.text());
    }
}
