package dev.voicecall.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CarrierException;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.TranscriptionOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.recording.PipelineWorld.Fate;
import dev.voicecall.recording.PipelineWorld.Life;
import dev.voicecall.testkit.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever fails, and whenever the process dies: in the end there is one transcript of each recording, written once. */
class RecordingPipelineLawsTest {
    private static final int POINTS = 40;

    /** Dies at the n-th point: from then on, nothing that it does has an effect. */
    private static final class Death implements Fate {
        private int left;

        Death(int point) {
            this.left = point;
        }

        boolean struck() {
            return left < 0;
        }

        @Override
        public void at(String point) {
            if (struck() || left-- == 0) {
                left = -1;
                throw new VoiceCallException("The process is dead, and was at: " + point);
            }
        }
    }

    private static RuntimeException failure(String point) {
        return switch (point) {
            case "transcribe" -> new ProviderException(Stage.HEARING, "Busy.", true, null);
            case "download", "look up", "delete" -> new CarrierException("Busy.", 0, true, null);
            default -> new VoiceCallException("The store is away.");
        };
    }

    private static void assertEachTranscribedOnce(PipelineWorld world, int recordings) {
        assertThat(world.store).hasSize(recordings);
        assertThat(world.store.values()).allSatisfy(kept -> {
            assertThat(kept.processing()).isEqualTo(Processing.DONE);
            assertThat(world.transcriptsWritten).containsEntry(kept.id(), 1);
            assertThat(world.told)
                    .contains(kept.id() + ": " + kept.transcript().orElseThrow().text());
        });
    }

    @Test
    void aProcessMayDieAnywhere() {
        boolean survived = false;
        for (int point = 0; point < POINTS; point++) {
            PipelineWorld world = new PipelineWorld();
            world.options = TranscriptionOptions.DEFAULT.withDeletion(true);
            Recording done = world.at("R1", State.COMPLETED);
            world.store.put("R1", done.withState(State.IN_PROGRESS));
            Death death = new Death(point);
            world.live(death).start().hears(done).toEnd();
            world.live(Fate.NONE).start().toEnd();
            survived = !death.struck();
            assertEachTranscribedOnce(world, 1);
            assertThat(world.carrier).as("after a death at point %d", point).isEmpty();
        }
        assertThat(survived).as("the last point was behind the end").isTrue();
    }

    @Test
    void anythingMayFailOnce() {
        for (int n = 0; n < POINTS; n++) {
            int[] left = {n};
            PipelineWorld world = new PipelineWorld();
            Fate once = point -> {
                if (!point.startsWith("t") && left[0]-- == 0) {
                    throw failure(point);
                }
            };
            world.live(once).start().hears(world.at("R1", State.COMPLETED)).toEnd();
            assertEachTranscribedOnce(world, 1);
            assertThat(world.told).as("after a failure at point %d", n).doesNotHaveDuplicates();
        }
    }

    @Test
    void whateverFailsAndWheneverItDiesEachIsTranscribedOnce() {
        Seeds.upTo(300).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            PipelineWorld world = new PipelineWorld();
            world.options = TranscriptionOptions.DEFAULT
                    .withDeletion(random.nextBoolean())
                    .withConcurrency(random.nextInt(1, 4));
            int recordings = random.nextInt(1, 6);
            for (int i = 0; i < recordings; i++) {
                Recording done = world.at("R" + i, State.COMPLETED);
                world.store.put(done.id(), done.withState(State.IN_PROGRESS));
            }
            int deaths = random.nextInt(4);
            for (int i = 0; i < deaths; i++) {
                hearAtRandom(world, random, world.live(failing(random, new Death(random.nextInt(60)))));
            }
            hearAtRandom(world, random, world.live(failing(random, Fate.NONE)));
            assertEachTranscribedOnce(world, recordings);
            if (deaths == 0) {
                assertThat(world.told.stream().filter(news -> news.contains(": ")))
                        .doesNotHaveDuplicates();
            }
        });
    }

    /** One in ten attempts fails; ten in a row don't. */
    private static Fate failing(SplittableRandom random, Fate fate) {
        return point -> {
            fate.at(point);
            if (!point.startsWith("t") && random.nextInt(10) == 0) {
                throw failure(point);
            }
            if (point.equals("transcribe") && random.nextInt(5) == 0) {
                throw failure(point);
            }
        };
    }

    private static void hearAtRandom(PipelineWorld world, SplittableRandom random, Life life) {
        life.start();
        int news = random.nextInt(12);
        for (int i = 0; i < news; i++) {
            Recording of = world.store.values().stream()
                    .skip(random.nextInt(world.store.size()))
                    .findFirst()
                    .orElseThrow();
            life.hears(Recording.of(
                    of.id(), of.callId(), random.nextInt(3) == 0 ? State.IN_PROGRESS : State.COMPLETED, 1));
            life.time.advance(Duration.ofMillis(random.nextInt(5_000)));
        }
        life.toEnd();
    }
}
