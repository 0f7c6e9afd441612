package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.testkit.AgentCourse.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whoever calls an agent, whatever they do, whatever goes wrong on the line: the call ends, and what the agent takes to have
 * been heard is what the other end played. One seed is one call; set {@code -Dvoicecall.seed} to see one again.
 */
class AgentLawsTest {
    /** What a build has time for; {@code -Dvoicecall.worlds=20000} runs more. */
    private static final int WORLDS = Integer.getInteger("voicecall.worlds", 5_000);

    private static final int BYTES_PER_MILLI = 8;
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);
    /** Ringing, opening the line, saying goodbye. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    @Test
    void anAgentKnowsWhatWasHeard() {
        Seeds.upTo(WORLDS).checkInParallel(AgentLawsTest::world);
    }

    static void world(long seed) {
        AgentWorld world = new AgentWorld(seed).run();
        try {
            endsAndLeavesNothing(world);
            isHeardToTheEndBeforeItHangsUp(world);
            keepsLittleAtTheCarrier(world);
            showsTheResponderOnlyWhatWasHeard(world);
            new PlaybackLaws(world).check();
            new WatchingLaws(world.course).check();
            world.tools.ifPresent(tools -> new ToolLaws(world, tools).check());
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + world.faults + "\n" + world.callee + "\n" + world.course, e);
        }
    }

    private static void endsAndLeavesNothing(AgentWorld world) {
        assertThat(world.result()).isDone();
        assertThat(world.duration())
                .isLessThanOrEqualTo(world.options.maxDuration().plus(HANG_UP_PATIENCE));
        if (!world.voiceFails && !world.lineBreaks() && world.tools.isEmpty()) { // a transfer is not the agent's time
            assertThat(world.duration()).isLessThanOrEqualTo(world.bound.plus(FAREWELL));
        }
        assertThat(world.ear.openTranscriptions()).as("open transcriptions").isZero();
        assertThat(world.carrier.openLegs()).as("open legs").isZero();
        assertThat(world.time.blockedWorkers()).as("blocked workers").isZero();
        if (!world.voiceIsSlow && !world.voiceFails) { // else it may still be preparing phrases
            assertThat(world.leftBehind()).as("events left behind").isZero();
        }
    }

    /** When it is this side that gives the line back, nothing is queued that should be heard. */
    private static void isHeardToTheEndBeforeItHangsUp(AgentWorld world) {
        if (world.cancelled || world.voiceFails) {
            return;
        }
        boolean closed = false;
        for (Event event : world.course.events()) {
            closed = event instanceof Event.Closed || (closed && !(event instanceof Event.Opened));
            if (event instanceof Event.Gone gone && closed) {
                assertThat(gone.queuedBytes()).as("left to play").isZero();
            }
        }
    }

    /** A second and a half, and what came late before that. */
    private static void keepsLittleAtTheCarrier(AgentWorld world) {
        long bound = (1_500 + world.faults.jitter().toMillis()) * BYTES_PER_MILLI;
        assertThat(world.course.mostQueued()).as("bytes queued").isLessThanOrEqualTo(bound);
    }

    private static void showsTheResponderOnlyWhatWasHeard(AgentWorld world) {
        List<String> heard = world.course.said(Speaker.US).map(Utterance::text).toList();
        for (Conversation shown : world.brain.conversations()) {
            List<String> ours = shown.messages().stream()
                    .filter(message -> message.role() == Message.Role.AGENT)
                    .map(Message::text)
                    .toList();
            assertThat(heard.subList(0, Math.min(ours.size(), heard.size()))).isEqualTo(ours);
        }
    }
}
