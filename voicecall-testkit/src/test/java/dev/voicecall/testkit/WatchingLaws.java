package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.AgentCourse.Event;
import dev.voicecall.testkit.Passage.Place;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for whoever watches a call: what is told of it while it goes on. */
final class WatchingLaws {
    private final List<Event> events;

    WatchingLaws(AgentCourse course) {
        this.events = course.events();
    }

    void check() {
        whoBeginsToSpeakStopsOnce();
        nothingComesAfterTheEnd();
        oursIsToldWhenItHasBeenHeard();
    }

    private void whoBeginsToSpeakStopsOnce() {
        Set<Speaker> speaking = EnumSet.noneOf(Speaker.class);
        for (Event event : events) {
            if (event instanceof Event.Speech speech) {
                boolean alternates =
                        speech.began() ? speaking.add(speech.speaker()) : speaking.remove(speech.speaker());
                assertThat(alternates).as("%s", speech).isTrue();
            }
        }
        assertThat(speaking).as("speaking at the end").isEmpty();
    }

    private void nothingComesAfterTheEnd() {
        boolean ended = false;
        for (Event event : events) {
            assertThat(ended && isOfListener(event))
                    .as("after the end: %s", event)
                    .isFalse();
            ended |= event instanceof Event.Ended;
        }
        assertThat(ended).as("ended").isTrue();
    }

    private static boolean isOfListener(Event event) {
        return event instanceof Event.Speech
                || event instanceof Event.Interim
                || event instanceof Event.Said
                || event instanceof Event.Interrupted
                || event instanceof Event.Used
                || event instanceof Event.Ended;
    }

    /** To within one word, as all that is known of what was heard. */
    private void oursIsToldWhenItHasBeenHeard() {
        Map<Passage, boolean[]> heard = new HashMap<>();
        for (Event event : events) {
            if (event instanceof Event.Played played && played.place().isPresent()) {
                Place place = played.place().get();
                heard.computeIfAbsent(place.passage(), p -> new boolean[p.length()])[place.frame()] = true;
            } else if (event instanceof Event.Interim interim && interim.speaker() == Speaker.US) {
                checkHeard(interim.words(), heard);
            }
        }
    }

    private static void checkHeard(String told, Map<Passage, boolean[]> heard) {
        String rest = told;
        while (!rest.isEmpty()) {
            Passage passage = Passage.of(rest).orElseThrow(() -> new AssertionError("No passage: " + told));
            boolean whole = rest.startsWith(passage.text());
            String ofIt = whole ? passage.text() : rest;
            assertThat(passage.text()).startsWith(ofIt);
            int understood = passage.understood(heard.getOrDefault(passage, new boolean[passage.length()]));
            assertThat(ofIt.split(" ", -1).length).as("words told of %s", ofIt).isLessThanOrEqualTo(understood + 1);
            rest = rest.substring(ofIt.length()).strip();
        }
    }
}
