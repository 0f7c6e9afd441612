package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.voicecall.HeardText;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.Conversation;
import dev.voicecall.testkit.AgentCourse.Event;
import dev.voicecall.testkit.Passage.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Whoever calls an agent, whatever they do, whatever goes wrong on the line: what the agent takes to have been heard is what
 * the other end played. One seed is one call; set {@code -Dvoicecall.seed} to see one again.
 */
class AgentLawsTest {
    private static final int WORLDS = 20_000;
    private static final int BYTES_PER_MILLI = 8;
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);
    /** Ringing, opening the line, saying goodbye. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final int FRAMES_OF_250_MS = 13;

    @Test
    void anAgentKnowsWhatWasHeard() {
        Seeds.upTo(WORLDS).check(AgentLawsTest::world);
    }

    static void world(long seed) {
        AgentWorld world = new AgentWorld(seed).run();
        try {
            endsAndLeavesNothing(world);
            sendsNothingOfWhatIsOver(world);
            playsAllOfItOnceAndInOrder(world);
            saysWhatWasHeard(world);
            saysWhenItDoesNotKnow(world);
            knowsThePosition(world);
            isHeardToTheEndBeforeItHangsUp(world);
            keepsLittleAtTheCarrier(world);
            showsTheResponderOnlyWhatWasHeard(world);
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + world.faults + "\n" + world.callee + "\n" + world.course, e);
        }
    }

    private static void endsAndLeavesNothing(AgentWorld world) {
        assertThat(world.result()).isDone();
        assertThat(world.duration())
                .isLessThanOrEqualTo(world.options.maxDuration().plus(HANG_UP_PATIENCE));
        if (!world.voiceFails && !world.lineBreaks()) {
            assertThat(world.duration()).isLessThanOrEqualTo(world.bound.plus(FAREWELL));
        }
        assertThat(world.ear.openTranscriptions()).as("open transcriptions").isZero();
        assertThat(world.carrier.openLegs()).as("open legs").isZero();
        assertThat(world.time.blockedWorkers()).as("blocked workers").isZero();
        if (!world.voiceIsSlow && !world.voiceFails) { // which may still be preparing phrases
            assertThat(world.leftBehind()).as("events left behind").isZero();
        }
    }

    /** Once it is taken down how much was heard, no more is sent; and after a clear only what was not interrupted. */
    private static void sendsNothingOfWhatIsOver(AgentWorld world) {
        Set<Passage> over = new HashSet<>();
        boolean interrupted = false;
        Passage current = null;
        for (Event event : world.course.events()) {
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
                assertThat(over).as("what is over").doesNotContain(place.passage());
                if (place.passage() == current && !AgentWorld.LAST_WORDS.contains(current)) {
                    assertThat(interrupted)
                            .as("goes on with " + current + " after an interruption")
                            .isFalse();
                }
                interrupted = false;
                current = place.passage();
            }
        }
    }

    private static void playsAllOfItOnceAndInOrder(AgentWorld world) {
        Place last = null;
        boolean broken = true;
        Set<Passage> begun = new HashSet<>();
        for (Event event : world.course.events()) {
            if (event instanceof Event.Silenced || event instanceof Event.Opened) {
                broken = true;
            } else if (event instanceof Event.Played played
                    && played.place().isPresent()
                    && played.place().get().passage() != AgentWorld.FILLER) {
                Place place = played.place().get();
                if (last != null
                        && place.passage() == last.passage()
                        && !(AgentWorld.isPrompt(last.passage()) && place.frame() == 0)) {
                    if (broken) {
                        assertThat(place.word())
                                .as("goes on with the word")
                                .isGreaterThanOrEqualTo(isLostInSilence(world) ? 0 : last.word() - 1);
                        assertThat(place.frame())
                                .as("goes on with the frame")
                                .isLessThanOrEqualTo(last.frame() + 1 + mostSkipped(world));
                    } else {
                        assertThat(place.frame()).as("next frame").isEqualTo(nextFrame(last));
                    }
                } else {
                    assertThat(begun.add(place.passage()) || AgentWorld.isPrompt(place.passage()))
                            .as("begins once: " + place.passage())
                            .isTrue();
                    assertThat(place.frame()).as("begins with").isLessThanOrEqualTo(broken ? mostSkipped(world) : 0);
                    if (!broken && last != null && !world.voiceFails) {
                        assertThat(last.frame() + 1)
                                .as("was played to the end: " + last.passage())
                                .isEqualTo(last.passage().length());
                    }
                }
                last = place;
                broken = false;
            }
        }
    }

    /** A line that is gone may have been silent before: without marks nobody knows since when. */
    private static boolean isLostInSilence(AgentWorld world) {
        return world.lineBreaks() && world.faults.lostMarks() > 0;
    }

    private static int mostSkipped(AgentWorld world) {
        return FRAMES_OF_250_MS
                + (isLostInSilence(world) ? (int) world.faults.opening().toMillis() / 20 : 0);
    }

    private static int nextFrame(Place last) {
        Passage passage = last.passage();
        int end = passage.begins()[last.word()] + passage.frames()[last.word()];
        return last.frame() + 1 < end ? last.frame() + 1 : passage.begins()[last.word() + 1];
    }

    private static Passage passage(Utterance utterance) {
        return Passage.of(utterance.text()).orElseThrow(() -> new AssertionError("No passage: " + utterance.text()));
    }

    private static void saysWhatWasHeard(AgentWorld world) {
        if (isLostInSilence(world)) {
            return;
        }
        boolean silent = false;
        Map<Passage, boolean[]> heard = new HashMap<>();
        Map<Passage, Utterance> said = new HashMap<>();
        Set<Passage> unknown = new HashSet<>();
        for (Event event : world.course.events()) {
            boolean gone =
                    event instanceof Event.Gone && world.faults.reopensAfter().isPresent();
            silent = gone || (silent && !(event instanceof Event.Opened));
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                heard.computeIfAbsent(place.passage(), p -> new boolean[p.length()])[place.frame()] = true;
            } else if (event instanceof Event.Said it && it.utterance().speaker() == Speaker.US) {
                Passage passage = passage(it.utterance());
                assertThat(passage.text()).startsWith(it.utterance().text());
                if (said.put(passage, it.utterance()) != null || silent) {
                    unknown.add(passage);
                }
            }
        }
        heard.keySet().removeAll(unknown);
        heard.remove(AgentWorld.FILLER);
        heard.forEach((passage, frames) -> {
            Utterance utterance = said.get(passage);
            int words = utterance == null ? 0 : utterance.text().split(" ").length;
            if (utterance != null && !utterance.interrupted() && !world.voiceFails) {
                assertThat(words).isEqualTo(passage.words().size());
            }
            assertThat(words).as("words of " + passage).isCloseTo(passage.understood(frames), within(1));
        });
        said.keySet().removeAll(unknown);
        said.keySet().removeAll(heard.keySet());
        said.values().forEach(utterance -> assertThat(utterance.text().split(" "))
                .as("was not played: " + utterance)
                .hasSizeLessThan(2));
    }

    private static void saysWhenItDoesNotKnow(AgentWorld world) {
        if (world.faults.lostMarks() < 1 || world.hasFiller) {
            return;
        }
        for (HeardText heard : world.interruptions()) {
            if (heard.position().compareTo(Duration.ofMillis(350)) > 0) {
                assertThat(heard.certainty()).isEqualTo(HeardText.Certainty.CLOCK);
            }
        }
    }

    /** The position of what was interrupted is that of the last frame that was played of it. */
    private static void knowsThePosition(AgentWorld world) {
        if (world.hasFiller || world.faults.reopensAfter().isPresent()) {
            return; // a filler counts, too; and a line that is dead already can't be known
        }
        List<Event> events = world.course.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.Interrupted it
                    && i + 1 < events.size()
                    && events.get(i + 1) instanceof Event.Said said
                    && said.utterance().speaker() == Speaker.US
                    && !AgentWorld.isPrompt(passage(said.utterance()))) {
                long played = lastPlayed(events, passage(said.utterance())) * 20L;
                assertThat(it.heard().position().toMillis())
                        .as("position in " + said.utterance().text())
                        .isCloseTo(played, within(250L));
            }
        }
    }

    /** The frame of a passage behind the last one that was played, gaps between words included. */
    private static int lastPlayed(List<Event> events, Passage passage) {
        int last = 0;
        boolean ofIt = false;
        for (Event event : events) {
            if (event instanceof Event.Played played && played.place().isPresent()) {
                ofIt = played.place().get().passage() == passage;
                last = ofIt ? played.place().get().frame() + 1 : last;
            } else if (event instanceof Event.Played && ofIt) {
                last++;
            }
        }
        return last;
    }

    /** If it is this side that closes the line, then nothing is queued that should be heard. */
    private static void isHeardToTheEndBeforeItHangsUp(AgentWorld world) {
        if (world.cancelled || world.voiceFails) {
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

    private static void keepsLittleAtTheCarrier(AgentWorld world) {
        long bound = (1_500 + world.faults.jitter().toMillis()) * BYTES_PER_MILLI;
        assertThat(world.course.mostQueued()).as("bytes queued").isLessThanOrEqualTo(bound);
    }

    private static void showsTheResponderOnlyWhatWasHeard(AgentWorld world) {
        List<String> said = world.course.events().stream()
                .filter(event ->
                        event instanceof Event.Said it && it.utterance().speaker() == Speaker.US)
                .map(event -> ((Event.Said) event).utterance().text())
                .toList();
        for (Conversation shown : world.brain.conversations()) {
            List<String> ours = shown.messages().stream()
                    .filter(message -> message.role() == Conversation.Message.Role.AGENT)
                    .map(Conversation.Message::text)
                    .toList();
            assertThat(said.subList(0, Math.min(ours.size(), said.size()))).isEqualTo(ours);
        }
    }
}
