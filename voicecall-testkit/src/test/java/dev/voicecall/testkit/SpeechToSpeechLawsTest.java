package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.Outcome;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.AgentCourse.Event;
import dev.voicecall.testkit.Passage.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whoever calls a model that hears and speaks, whatever goes wrong on the line: the call ends, and what the model is told to have
 * been heard is what the other end played. One seed is one call; set {@code -Dvoicecall.seed} to see one again.
 */
class SpeechToSpeechLawsTest {
    private static final int WORLDS = Integer.getInteger("voicecall.worlds", 5_000);
    private static final int FRAME_MILLIS = 20;
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);
    /** Ringing, opening the line, saying goodbye, apologizing. */
    private static final Duration FAREWELL = Duration.ofSeconds(20);

    @Test
    void aModelKnowsWhatWasHeard() {
        Seeds.upTo(WORLDS).checkInParallel(SpeechToSpeechLawsTest::world);
    }

    static void world(long seed) {
        SpeechToSpeechWorld world = new SpeechToSpeechWorld(seed).run();
        try {
            endsAndLeavesNothing(world);
            settlesEachToolOnce(world);
            isHeardToTheEndBeforeItHangsUp(world);
            cutsInOrderAndNothingThatWasNotDelivered(world);
            sendsNothingOfWhatWasCut(world);
            knowsWhatWasPlayed(world);
            takesDownWhatWasHeard(world);
            takesDownInOrder(world);
            new WatchingLaws(world.course).check();
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + world.faults + "\n" + world.callee + "\n" + world.course, e);
        }
    }

    private static void endsAndLeavesNothing(SpeechToSpeechWorld world) {
        assertThat(world.result()).isDone();
        assertThat(world.duration())
                .isLessThanOrEqualTo(world.options.maxDuration().plus(HANG_UP_PATIENCE));
        if (!world.lineBreaks() && !isTransferred(world)) {
            assertThat(world.duration()).isLessThanOrEqualTo(world.bound.plus(FAREWELL));
        }
        assertThat(world.fake.openSessions()).as("open sessions").isZero();
        assertThat(world.carrier.openLegs()).as("open legs").isZero();
        assertThat(world.time.blockedWorkers()).as("blocked workers").isZero();
        assertThat(world.leftBehind()).as("events left behind").isZero();
    }

    private static boolean isTransferred(SpeechToSpeechWorld world) {
        return world.fake.toolUses().stream().anyMatch(use -> use.name().equals("transfer"));
    }

    private static void settlesEachToolOnce(SpeechToSpeechWorld world) {
        assertThat(world.model.settled()).as("tools settled").containsExactlyInAnyOrderElementsOf(world.model.asked());
    }

    /** When it is the model that ends the call, nothing is queued that should be heard. */
    private static void isHeardToTheEndBeforeItHangsUp(SpeechToSpeechWorld world) {
        Outcome outcome = world.result().join().outcome();
        if (outcome != Outcome.ANSWERED && outcome != Outcome.NO_INPUT || world.modelIsSlow) {
            return;
        }
        boolean closed = false;
        for (Event event : world.course.events()) {
            closed |= event instanceof Event.Closed;
            if (event instanceof Event.Gone gone && closed) {
                assertThat(gone.queuedBytes()).as("left to play").isZero();
            }
        }
    }

    private static void cutsInOrderAndNothingThatWasNotDelivered(SpeechToSpeechWorld world) {
        List<Event> events = world.course.events();
        FakeSpeechToSpeech.Cut last = null;
        long lastNanos = -1;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Cut event) {
                FakeSpeechToSpeech.Cut cut = event.what();
                assertThat(cut.heard()).isLessThanOrEqualTo(cut.delivered());
                if (last != null) {
                    assertThat(number(cut)).isGreaterThan(number(last));
                }
                if (lastNanos == world.course.nanos(i)) {
                    assertThat(cut.heard())
                            .as("heard of what was queued behind")
                            .isZero();
                }
                last = cut;
                lastNanos = world.course.nanos(i);
            }
        }
    }

    private static int number(FakeSpeechToSpeech.Cut cut) {
        return Integer.parseInt(cut.item().replaceAll("\\D", ""));
    }

    /** Nor is any of it heard once the order to be silent has arrived. */
    private static void sendsNothingOfWhatWasCut(SpeechToSpeechWorld world) {
        List<Event> events = world.course.events();
        Map<Passage, Long> cut = new HashMap<>();
        Duration way = world.faults.latency().plus(world.faults.jitter()).plusMillis(50);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            if (event instanceof Event.Cut it) {
                cut.put(passage(it.what().text()), world.course.nanos(i));
            } else if (event instanceof Event.Sent sent) {
                assertThat(cut).doesNotContainKey(sent.place().passage());
            } else if (event instanceof Event.Played played && played.place().isPresent()) {
                Long since = cut.get(played.place().get().passage());
                if (since != null) {
                    assertThat(Duration.ofNanos(world.course.nanos(i) - since)).isLessThanOrEqualTo(way);
                }
            }
        }
    }

    /** To within a mark, and what the network makes of it. Of a line that is dead already nothing can be known. */
    private static void knowsWhatWasPlayed(SpeechToSpeechWorld world) {
        if (world.lineBreaks() || world.modelIsSlow) {
            return;
        }
        long tolerance = 100
                + FRAME_MILLIS
                + world.faults.latency().toMillis()
                + world.faults.jitter().toMillis()
                + world.faults.markDelay().toMillis() / 2;
        for (Event event : world.course.events()) {
            if (event instanceof Event.Cut it) {
                long played = (long) FRAME_MILLIS
                        * framesPlayed(world, passage(it.what().text()));
                assertThat(it.what().heard().toMillis()).as(it.what().text()).isCloseTo(played, within(tolerance));
            }
        }
    }

    /** How many frames of a passage were played, gaps between words included. */
    private static int framesPlayed(SpeechToSpeechWorld world, Passage passage) {
        int frames = 0;
        boolean ofIt = false;
        for (Event event : world.course.events()) {
            if (event instanceof Event.Played played) {
                ofIt = played.place().map(place -> place.passage() == passage).orElse(ofIt);
                frames += ofIt ? 1 : 0;
            } else if (event instanceof Event.Silenced) {
                ofIt = false;
            }
        }
        return frames;
    }

    /** To within one word; of what was cut before its text came nothing is known. */
    private static void takesDownWhatWasHeard(SpeechToSpeechWorld world) {
        if (world.lineBreaks()) {
            return;
        }
        Map<Passage, boolean[]> heard = new HashMap<>();
        Map<Passage, Utterance> said = new HashMap<>();
        for (Event event : world.course.events()) {
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                heard.computeIfAbsent(place.passage(), p -> new boolean[p.length()])[place.frame()] = true;
            } else if (event instanceof Event.Said it && it.utterance().speaker() == Speaker.US) {
                if (isApology(it.utterance())) {
                    continue;
                }
                assertThat(said.put(passage(it.utterance().text()), it.utterance()))
                        .as("said twice")
                        .isNull();
            }
        }
        Set<Passage> all = new HashSet<>(heard.keySet());
        all.addAll(said.keySet());
        for (Passage passage : all) {
            Utterance utterance = said.get(passage);
            String text = utterance == null ? "" : utterance.text();
            int understood = passage.understood(heard.getOrDefault(passage, new boolean[passage.length()]));
            int words = text.isEmpty() ? 0 : text.split(" ", -1).length;
            assertThat(passage.text()).startsWith(text);
            if (world.wordsComeFirst) {
                assertThat(words).as("words of " + passage).isCloseTo(understood, within(1));
            }
            if (utterance != null && !utterance.interrupted()) {
                assertThat(text).isEqualTo(passage.text());
                assertThat(understood).isEqualTo(passage.words().size());
            }
        }
    }

    private static boolean isApology(Utterance utterance) {
        return utterance.text().startsWith("I'm sorry");
    }

    /** What the other side said is there in its order, each before what it was answered. */
    private static void takesDownInOrder(SpeechToSpeechWorld world) {
        if (!world.transcribesInTime) {
            return;
        }
        List<String> theirs = new ArrayList<>(world.course
                .said(Speaker.THEM)
                .map(Utterance::text)
                .filter(text -> !text.matches("[78]+"))
                .toList());
        List<String> heard = new ArrayList<>(
                world.model.heard().stream().filter(text -> !text.isEmpty()).toList());
        assertThat(heard.subList(0, theirs.size())).isEqualTo(theirs);
    }

    private static Passage passage(String text) {
        return Passage.of(text).orElseThrow(() -> new AssertionError("No passage: " + text));
    }
}
