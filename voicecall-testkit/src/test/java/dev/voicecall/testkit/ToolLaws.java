package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.Conversation;
import dev.voicecall.testkit.AgentCourse.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of the tools of a call: each use is settled once, and an ending happens only if all before it was heard. */
final class ToolLaws {
    private final AgentWorld world;
    private final ToolUser user;
    private final Map<String, ToolUse> settled = new HashMap<>();

    ToolLaws(AgentWorld world, ToolUser user) {
        this.world = world;
        this.user = user;
    }

    void check() {
        settlesEachUseOnce();
        showsEachUseOnceAndAsItWasSettled();
        endsOnlyIfAllWasHeard();
    }

    private void settlesEachUseOnce() {
        world.course.used().forEach(use -> {
            assertThat(use.status()).isNotEqualTo(Status.RUNNING);
            assertThat(settled.put(use.id(), use)).as("settled before").isNull();
        });
        assertThat(settled.keySet())
                .containsAll(user.told().stream().map(ToolUse::id).toList());
    }

    private void showsEachUseOnceAndAsItWasSettled() {
        for (Conversation shown : world.brain.conversations()) {
            Set<String> ids = new HashSet<>();
            shown.messages().stream()
                    .flatMap(message -> message.tools().stream())
                    .forEach(use -> {
                        assertThat(ids.add(use.id())).as("shown once").isTrue();
                        assertThat(settled.keySet()).contains(use.id());
                        if (use.status() != Status.RUNNING && !isPromise(use)) {
                            assertThat(use).isEqualTo(settled.get(use.id()));
                        }
                    });
        }
    }

    /** Of an ending, to another attempt at the same answer. */
    private static boolean isPromise(ToolUse use) {
        return use.result().startsWith("It will happen");
    }

    private void endsOnlyIfAllWasHeard() {
        List<Event> events = world.course.events();
        Utterance before = null;
        boolean hungUp = false;
        for (Event event : events) {
            if (event instanceof Event.Said said && said.utterance().speaker() == Speaker.US) {
                before = said.utterance();
            } else if (event instanceof Event.Sent sent) {
                assertThat(hungUp).as("sent after the end: " + sent).isFalse();
            } else if (event instanceof Event.Used used && isEnding(used.use())) {
                checkHeard(used.use(), before);
                hungUp |= used.use().name().equals(ToolUser.HANG_UP);
            }
        }
    }

    private static void checkHeard(ToolUse ending, @Nullable Utterance before) {
        assertThat(before == null || !before.interrupted())
                .as(ending + " after " + before)
                .isTrue();
    }

    /** Whether it was carried out, be it in vain. */
    private static boolean isEnding(ToolUse use) {
        boolean ending = use.name().equals(ToolUser.HANG_UP) || use.name().equals(ToolUser.TRANSFER);
        boolean second = use.result().startsWith("Another tool");
        return ending && !second && use.status() != Status.CANCELLED;
    }
}
