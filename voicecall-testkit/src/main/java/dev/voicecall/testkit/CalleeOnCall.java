package dev.voicecall.testkit;

import dev.voicecall.Timeline;
import dev.voicecall.testkit.Callee.Reaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link Callee} in the course of one call: what it has heard and done so far. Safe for use by many threads. */
public final class CalleeOnCall {
    private final Callee callee;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<String> transcript = new CopyOnWriteArrayList<>();
    private final List<FakeSpeech.Word> heardWords = new CopyOnWriteArrayList<>();
    private final List<Timeline.Span> spans = new CopyOnWriteArrayList<>();
    private volatile int underruns;
    private final AtomicInteger questions = new AtomicInteger();
    private final CallRecording recording = new CallRecording();

    /** The callee at the begin of a call. */
    public CalleeOnCall(Callee callee) {
        this.callee = callee;
    }

    /** Who it is. */
    public Callee callee() {
        return callee;
    }

    /** All that this callee has heard to the end or interrupted, in order. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /** Whether something that this callee has heard has these words in it, one after the other. */
    public boolean hasHeard(String words) {
        return heard.stream().anyMatch(each -> each.contains(words));
    }

    /**
     * Each word that this callee's phone has played, and how much of it, in order: what is the same twice was played twice.
     * Only where {@link FakeSpeech} travelled; comes when what was said is over.
     */
    public List<FakeSpeech.Word> heardWords() {
        return List.copyOf(heardWords);
    }

    /**
     * How often there was a gap of up to half a second in what this callee heard, on the line that is or was open last,
     * because sound came too late. Only where sound travels.
     */
    public int underruns() {
        return underruns;
    }

    /** All that this callee has said or keyed in, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** Both sides, in order: lines that begin with {@code heard: } and {@code said: }. */
    public List<String> transcript() {
        return List.copyOf(transcript);
    }

    /**
     * When there was sound on this callee's line since it was picked up, to measure analytics by: ours as long as the phone
     * played what it was sent, the callee's as long as it spoke, with the pauses that are within what was sent or spoken; to 20
     * ms. Where texts travel, as long as it takes to say them. Comes when what was said is over.
     */
    public Timeline timeline() {
        return new Timeline(
                Timeline.Source.AUDIO,
                spans.stream()
                        .sorted(Comparator.comparing(Timeline.Span::begin))
                        .toList());
    }

    /** For carriers: there was sound, or the callee was on hold. */
    public void span(Timeline.Span span) {
        spans.add(span);
    }

    /**
     * For carriers: the call begins, not answered yet.
     *
     * @param telephone what a {@link Person} at the callee's phone presses
     * @throws IllegalStateException if that person is on another call
     */
    public void called(Person.Telephone telephone) {
        person().ifPresent(person -> person.isCalled(telephone));
    }

    /** For carriers: the call is answered. */
    public void answered() {
        person().ifPresent(Person::isAnswered);
    }

    /** For carriers: the call is over. */
    public void over() {
        person().ifPresent(Person::isOver);
    }

    /** For carriers of sound that have no {@link Handset} at work: the phone plays 20 ms. */
    public void hear(byte[] muLaw) {
        person().ifPresent(person -> person.hears(muLaw));
    }

    /** For carriers of sound that have no {@link Handset} at work: the next 20 ms of what a person at the phone says. */
    public Optional<byte[]> personSays() {
        return person().map(Person::says);
    }

    private Optional<Person> person() {
        return callee.phone().person();
    }

    /** For carriers: the callee hears something. */
    public void hear(String words) {
        heard.add(words);
        transcript.add("heard: " + words);
    }

    /** For carriers: the callee has said something, or pressed keys. */
    public void say(String words) {
        said.add(words);
        transcript.add("said: " + words);
    }

    /** For carriers: what the callee does at the next question. */
    public Reaction react(String question) {
        int index = questions.getAndIncrement();
        return index < callee.reactions().size()
                ? callee.reactions().get(index).at(question)
                : callee.otherwise().apply(question).at(question);
    }

    /** For carriers of sound: what the callee does at the next question, if that is certain before it was heard. */
    Optional<Reaction> reactBeforeEnd() {
        int index = questions.get();
        if (index >= callee.reactions().size()) {
            return Optional.empty();
        }
        questions.incrementAndGet();
        return Optional.of(callee.reactions().get(index));
    }

    /** For carriers of sound: how many gaps there were so far. */
    void underruns(int count) {
        underruns = count;
    }

    /** For carriers of sound: the words that were heard, or parts of them. */
    void hearWords(List<FakeSpeech.Word> words) {
        heardWords.addAll(words);
    }

    /** For carriers of sound: what was heard and said in the same 20 ms. */
    void record(byte[] heard, byte[] said) {
        if (callee.phone().recorded()) {
            recording.add(heard, said);
        }
    }

    /**
     * Both sides as the callee heard them: a WAV file (μ-law, 8 kHz, stereo), on the left what it heard, on the right what it
     * said. Empty unless the callee is {@link Callee#recorded()} and sound travelled; at most ten minutes.
     */
    public byte[] recording() {
        return recording.wav();
    }
}
