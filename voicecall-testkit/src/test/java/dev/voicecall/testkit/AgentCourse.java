package dev.voicecall.testkit;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.Passage.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The course of an agent's call: what was sent, what was played, and what the agent says of it, in order. */
final class AgentCourse implements LineTap, CallListener {
    /** Something that happened. Immutable. */
    sealed interface Event {
        record Opened() implements Event {}

        /** 20 ms of a word were sent. */
        record Sent(Place place) implements Event {}

        /** The line was told to be silent. */
        record Cleared() implements Event {}

        /** And is. */
        record Silenced() implements Event {}

        /** 20 ms of a word were played, or of the silence between two. */
        record Played(Optional<Place> place) implements Event {}

        /** The line was given back. */
        record Closed() implements Event {}

        record Gone(long queuedBytes) implements Event {}

        record Said(Utterance utterance) implements Event {}

        record Interrupted(HeardText heard) implements Event {}

        record Used(ToolUse use) implements Event {}

        /** Somebody has begun to speak, or has stopped. */
        record Speech(Speaker speaker, boolean began) implements Event {}

        /** What somebody says sounds like this so far. */
        record Interim(Speaker speaker, String words) implements Event {}

        /** The call is over. */
        record Ended() implements Event {}

        /** A model was told that an item was not heard to its end. */
        record Cut(FakeSpeechToSpeech.Cut what) implements Event {}
    }

    private final VirtualScheduler time;
    private final List<Event> events = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private long queued;
    private long mostQueued;

    AgentCourse(VirtualScheduler time) {
        this.time = time;
    }

    List<Event> events() {
        return events;
    }

    /** When the event happened, in nanoseconds. */
    long nanos(int event) {
        return nanos.get(event);
    }

    /** What one side said, as it was taken down. */
    Stream<Utterance> said(Speaker speaker) {
        return events.stream()
                .filter(event -> event instanceof Event.Said)
                .map(event -> ((Event.Said) event).utterance())
                .filter(utterance -> utterance.speaker() == speaker);
    }

    /** What became of tools, in the order in which they ended. */
    Stream<ToolUse> used() {
        return events.stream().filter(event -> event instanceof Event.Used).map(event -> ((Event.Used) event).use());
    }

    /** The most bytes that were queued at the other end. */
    long mostQueued() {
        return mostQueued;
    }

    private void add(Event event) {
        events.add(event);
        nanos.add(time.nanoTime());
    }

    @Override
    public void opened() {
        queued = 0;
        add(new Event.Opened());
    }

    @Override
    public void sent(byte[] muLaw) {
        for (int at = 0; at < muLaw.length; at += FakeSpeech.FRAME) {
            Passage.locate(muLaw, at).ifPresent(place -> add(new Event.Sent(place)));
        }
    }

    @Override
    public void cleared() {
        add(new Event.Cleared());
    }

    @Override
    public void queued(long bytes) {
        queued = bytes;
        mostQueued = Math.max(mostQueued, bytes);
    }

    @Override
    public void silenced() {
        queued = 0;
        add(new Event.Silenced());
    }

    @Override
    public void played(byte[] muLaw, int queuedBytes) {
        if (queuedBytes > 0) {
            queued -= queuedBytes;
            add(new Event.Played(Passage.locate(muLaw, 0)));
        }
    }

    @Override
    public void closed() {
        add(new Event.Closed());
    }

    @Override
    public void gone() {
        add(new Event.Gone(queued));
    }

    void cut(FakeSpeechToSpeech.Cut what) {
        add(new Event.Cut(what));
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        add(new Event.Said(utterance));
    }

    @Override
    public void onInterrupted(CallInfo call, HeardText heard) {
        add(new Event.Interrupted(heard));
    }

    @Override
    public void onSpeechStarted(CallInfo call, Speaker speaker) {
        add(new Event.Speech(speaker, true));
    }

    @Override
    public void onSpeechStopped(CallInfo call, Speaker speaker) {
        add(new Event.Speech(speaker, false));
    }

    @Override
    public void onInterim(CallInfo call, Speaker speaker, String words) {
        add(new Event.Interim(speaker, words));
    }

    @Override
    public void onEnded(CallInfo call, Outcome outcome) {
        add(new Event.Ended());
    }

    @Override
    public void onToolUsed(CallInfo call, ToolUse use) {
        add(new Event.Used(use));
    }

    /** All of it, to be read: frames of one word in a row are one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        String last = "";
        for (int i = 0; i < events.size(); i++) {
            String line = line(events.get(i));
            if (line.equals(last)) {
                continue;
            }
            last = line;
            text.append(String.format("%9.3f  %s%n", nanos.get(i) / 1e9, line));
        }
        return text.toString();
    }

    private static String line(Event event) {
        if (event instanceof Event.Sent sent) {
            return "        sent " + word(sent.place);
        } else if (event instanceof Event.Played played) {
            return "                      played "
                    + played.place.map(AgentCourse::word).orElse("-");
        }
        return event.toString();
    }

    private static String word(Place place) {
        return place.passage().words().get(place.word());
    }
}
