package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.HeardText.Certainty;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.AgentCourse.Event;
import dev.voicecall.testkit.Passage.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of the sound of a call: what was sent, what the other end played of it, and what the agent says of that. */
final class PlaybackLaws {
    private static final int FRAME_MILLIS = 20;
    private static final int FRAMES_OF_250_MS = 13;
    /** So far nothing need be confirmed yet. */
    private static final Duration UNCONFIRMED = Duration.ofMillis(350);

    private final AgentWorld world;
    private final List<Event> events;

    PlaybackLaws(AgentWorld world) {
        this.world = world;
        this.events = world.course.events();
    }

    void check() {
        sendsNothingOfWhatIsOver();
        playsAllOfItOnceAndInOrder();
        saysWhatWasHeard();
        saysWhenItIsNotConfirmed();
        knowsThePosition();
    }

    /** Once it is told how much of it was heard, no more is sent; and what is interrupted by words does not go on. */
    private void sendsNothingOfWhatIsOver() {
        Set<Passage> over = new HashSet<>();
        boolean interrupted = false;
        Passage current = null;
        for (Event event : events) {
            if (event instanceof Event.Said said && said.utterance().speaker() == Speaker.US) {
                over.add(passage(said.utterance()));
            } else if (event instanceof Event.Said said) {
                interrupted |= world.isInterruption(said.utterance().text());
            } else if (event instanceof Event.Interrupted && current != null) {
                over.add(current);
                current = null;
            } else if (event instanceof Event.Sent sent) {
                Place place = sent.place();
                if (place.frame() == 0 && AgentWorld.isPrompt(place.passage())) {
                    over.remove(place.passage());
                }
                require(!over.contains(place.passage()), "Sent what was over: ", place);
                boolean goesOn = place.passage() == current && !AgentWorld.LAST_WORDS.contains(current);
                require(!goesOn || !interrupted, "Went on after an interruption: ", place);
                interrupted = false;
                current = place.passage();
            }
        }
    }

    /** The fillers aside, of which one may be said before each reply. */
    private void playsAllOfItOnceAndInOrder() {
        Set<Passage> begun = new HashSet<>();
        Place last = null;
        boolean broken = true;
        boolean anotherLine = false;
        for (Event event : events) {
            broken |= event instanceof Event.Silenced || event instanceof Event.Opened;
            anotherLine |= event instanceof Event.Opened;
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                if (place.passage() == AgentWorld.FILLER) {
                    continue;
                }
                if (last == null || begins(place, last)) {
                    checkBegin(last, place, broken, begun);
                } else if (broken) {
                    checkResumed(last, place, anotherLine ? 2 : 1);
                } else {
                    require(place.frame() == nextFrame(last), "Out of order: ", place);
                }
                last = place;
                broken = false;
                anotherLine = false;
            }
        }
    }

    private static boolean begins(Place place, Place last) {
        return place.passage() != last.passage() || (place.frame() == 0 && AgentWorld.isPrompt(place.passage()));
    }

    private void checkBegin(@Nullable Place last, Place place, boolean broken, Set<Passage> begun) {
        require(begun.add(place.passage()) || AgentWorld.isPrompt(place.passage()), "Said twice: ", place);
        require(place.frame() <= (broken ? mostSkipped() : 0), "Begins with ", place);
        if (last != null && !broken && !world.voiceFails) {
            require(last.frame() + 1 == last.passage().length(), "Not played to its end: ", last);
        }
    }

    private void checkResumed(Place last, Place place, int words) {
        require(place.word() >= last.word() - words || isLostInSilence(), "Went back too far: ", place);
        require(place.frame() <= last.frame() + 1 + mostSkipped(), "Skipped too much: ", place);
    }

    /** A line that is gone may have been silent before: without marks nobody knows since when. */
    private boolean isLostInSilence() {
        return world.lineBreaks() && world.faults.lostMarks() > 0;
    }

    private int mostSkipped() {
        int silent = isLostInSilence() ? (int) world.faults.opening().toMillis() / FRAME_MILLIS : 0;
        return FRAMES_OF_250_MS + silent;
    }

    private static int nextFrame(Place last) {
        Passage passage = last.passage();
        boolean inWord = last.frame() + 1 < passage.end(last.word());
        boolean isLast = last.word() + 1 == passage.words().size();
        return inWord ? last.frame() + 1 : isLast ? passage.length() : passage.begins()[last.word() + 1];
    }

    /** What is taken down is what was played, to within one word. */
    private void saysWhatWasHeard() {
        if (isLostInSilence()) {
            return;
        }
        Map<Passage, boolean[]> heard = new HashMap<>();
        Map<Passage, Utterance> said = new HashMap<>();
        Set<Passage> unknown = new HashSet<>(Set.of(AgentWorld.FILLER));
        if (world.voiceFails) {
            unknown.addAll(AgentWorld.LAST_WORDS); // which the carrier may have said
        }
        boolean silent = false;
        for (Event event : events) {
            boolean gone =
                    event instanceof Event.Gone && world.faults.reopensAfter().isPresent();
            silent = gone || (silent && !(event instanceof Event.Opened));
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                heard.computeIfAbsent(place.passage(), p -> new boolean[p.length()])[place.frame()] = true;
            } else if (event instanceof Event.Said it && it.utterance().speaker() == Speaker.US) {
                Passage passage = passage(it.utterance());
                if (said.put(passage, it.utterance()) != null || silent) {
                    unknown.add(passage);
                }
            }
        }
        heard.keySet().removeAll(unknown);
        heard.forEach((passage, frames) -> checkHeard(passage, frames, said.get(passage)));
        said.keySet().removeAll(unknown);
        said.keySet().removeAll(heard.keySet());
        said.values()
                .forEach(utterance ->
                        assertThat(utterance.text()).as("Never played").doesNotContain(" "));
    }

    private void checkHeard(Passage passage, boolean[] frames, @Nullable Utterance said) {
        String text = said == null ? "" : said.text();
        int words = text.isEmpty() ? 0 : text.split(" ", -1).length;
        assertThat(passage.text()).startsWith(text);
        assertThat(words).as("words of " + text).isCloseTo(passage.understood(frames), within(1));
        if (said != null && !said.interrupted() && !world.voiceFails) {
            assertThat(text).isEqualTo(passage.text());
        }
    }

    private void saysWhenItIsNotConfirmed() {
        if (world.faults.lostMarks() < 1) {
            return;
        }
        for (Event event : events) {
            if (event instanceof Event.Interrupted it && it.heard().position().compareTo(UNCONFIRMED) > 0) {
                assertThat(it.heard().certainty()).isEqualTo(Certainty.CLOCK);
            }
        }
    }

    /** To within 250 ms. A filler counts, too; and of a line that is dead already nothing can be known. */
    private void knowsThePosition() {
        if (world.hasFiller || world.faults.reopensAfter().isPresent() || isLostInSilence()) {
            return;
        }
        for (int i = 0; i + 1 < events.size(); i++) {
            if (events.get(i) instanceof Event.Interrupted it
                    && events.get(i + 1) instanceof Event.Said said
                    && said.utterance().speaker() == Speaker.US
                    && !AgentWorld.isPrompt(passage(said.utterance()))) {
                long played = (long) FRAME_MILLIS * lastPlayed(passage(said.utterance()));
                assertThat(it.heard().position().toMillis()).isCloseTo(played, within(250L));
            }
        }
    }

    /** The frame of a passage behind the last one that was played, gaps between words included. */
    private int lastPlayed(Passage passage) {
        int last = 0;
        boolean ofIt = false;
        for (Event event : events) {
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                ofIt = place.passage() == passage;
                last = ofIt ? Math.max(last, place.frame() + 1) : last;
            } else if (event instanceof Event.Played && ofIt) {
                last++;
            }
        }
        return last;
    }

    private static Passage passage(Utterance utterance) {
        return Passage.of(utterance.text()).orElseThrow(() -> new AssertionError("No passage: " + utterance.text()));
    }

    private static void require(boolean holds, String complaint, Place place) {
        if (!holds) {
            throw new AssertionError(complaint + place);
        }
    }
}
