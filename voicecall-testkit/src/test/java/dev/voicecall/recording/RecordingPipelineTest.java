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
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordingPipelineTest {
    private final PipelineWorld world = new PipelineWorld();

    private Recording kept(String id) {
        return world.store.get(id);
    }

    /** Strikes the first so many times that a point is passed. */
    private static Fate first(int times, String point, RuntimeException failure) {
        int[] left = {times};
        return at -> {
            if (at.equals(point) && left[0]-- > 0) {
                throw failure;
            }
        };
    }

    private static ProviderException busy(boolean retryable) {
        return new ProviderException(Stage.HEARING, "Too many requests.", retryable, null);
    }

    @Test
    void transcribesARecordingThatIsComplete() {
        Recording done = world.at("R1", State.COMPLETED);
        world.live(Fate.NONE)
                .start()
                .hears(done.withState(State.IN_PROGRESS), done)
                .toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
        assertThat(kept("R1").transcript().orElseThrow().text()).isEqualTo("R1, time 1");
        assertThat(world.told).containsExactly("R1 IN_PROGRESS", "R1 COMPLETED", "R1: R1, time 1");
    }

    @Test
    void transcribesItOnceHoweverOftenAndInWhicheverOrderTheCarrierTells() {
        Recording done = world.at("R1", State.COMPLETED);
        Life life = world.live(Fate.NONE).start().hears(done, done.withState(State.IN_PROGRESS), done);
        life.time.advance(Duration.ofSeconds(1));
        life.hears(done);
        life.time.advance(Duration.ofMinutes(1));
        life.hears(done.withState(State.IN_PROGRESS), done).toEnd();
        assertThat(world.transcribed).containsOnlyKeys("R1").containsEntry("R1", 1);
        assertThat(world.told).containsExactly("R1 COMPLETED", "R1: R1, time 1");
        assertThat(kept("R1").state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void keepsARecordingWithoutSound() {
        world.live(Fate.NONE).start().hears(world.at("R1", State.ABSENT)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.NONE);
        assertThat(world.told).containsExactly("R1 ABSENT");
    }

    @Test
    void waitsForSoundThatIsNotThereYet() {
        Recording done = world.at("R1", State.PROCESSING).withState(State.COMPLETED);
        Life life = world.live(Fate.NONE).start().hears(done);
        life.time.advance(Duration.ofSeconds(20));
        assertThat(kept("R1").processing()).isEqualTo(Processing.PENDING);
        world.at("R1", State.COMPLETED);
        life.toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
    }

    @Test
    void triesAgainWhenTheProviderIsBusy() {
        Life life = world.live(first(5, "transcribe", busy(true))).start();
        life.hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
        assertThat(life.time.elapsed()).isBetween(Duration.ofSeconds(62), Duration.ofSeconds(70));
    }

    @Test
    void givesUpAfterTenAttempts() {
        Life life = world.live(first(100, "transcribe", busy(true))).start();
        life.hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.FAILED);
        assertThat(world.told).containsExactly("R1 COMPLETED", "R1 FAILED");
        assertThat(world.problems).singleElement().hasToString(busy(true).toString());
        assertThat(life.time.elapsed()).isBetween(Duration.ofMinutes(13), Duration.ofMinutes(15));
    }

    @Test
    void givesUpAtOnceWhatIsRefused() {
        Life life = world.live(first(1, "transcribe", busy(false))).start();
        life.hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.FAILED);
        assertThat(life.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void refusesARecordingThatIsTooLarge() {
        String id = "R".repeat(2_000);
        world.options = TranscriptionOptions.DEFAULT.withMaxBytes(1_000);
        Life life = world.live(Fate.NONE).start().hears(world.at(id, State.COMPLETED));
        life.toEnd();
        assertThat(world.problems)
                .singleElement()
                .isInstanceOf(CarrierException.class)
                .asString()
                .contains("more than 1000 bytes");
        assertThat(world.transcribed).isEmpty();
        assertThat(life.time.elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void takesRecordingsOfAnySizeIfToldTo() {
        world.options = TranscriptionOptions.DEFAULT.withMaxBytes(Long.MAX_VALUE);
        world.live(Fate.NONE).start().hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(world.transcribed).containsOnlyKeys("R1");
    }

    @Test
    void waitsForAStoreThatIsAway() {
        VoiceCallException away = new VoiceCallException("The store is away.");
        Life life = world.live(first(5, "save", away)).start();
        life.hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
        assertThat(world.told("R1: R1, time 1")).isOne();
    }

    @Test
    void worksOnTwoAtOnce() {
        Life life = world.live(Fate.NONE).start();
        IntStream.range(0, 9).forEach(i -> life.hears(world.at("R" + i, State.COMPLETED)));
        life.toEnd();
        assertThat(life.mostAtOnce).isEqualTo(2);
        assertThat(world.transcribed).hasSize(9);
    }

    @Test
    void takesUpLaterWhatThereIsNoRoomFor() {
        int count = TranscriptionQueue.CAPACITY + 200;
        Life life = world.live(Fate.NONE).start();
        IntStream.range(0, count).forEach(i -> life.hears(world.at("R" + i, State.COMPLETED)));
        life.toEnd();
        assertThat(world.transcribed).hasSize(count).allSatisfy((id, times) -> assertThat(times)
                .isOne());
    }

    @Test
    void goesOnAfterARestart() {
        world.store.put("pending", world.at("pending", State.COMPLETED).withProcessing(Processing.PENDING));
        world.store.put("ended meanwhile", world.at("ended meanwhile", State.IN_PROGRESS));
        world.at("ended meanwhile", State.COMPLETED);
        world.store.put("goes on", world.at("goes on", State.IN_PROGRESS));
        world.store.put("gone", Recording.of("gone", "C", State.IN_PROGRESS, 1));
        world.live(Fate.NONE).start().toEnd();
        assertThat(world.transcribed).containsOnlyKeys("pending", "ended meanwhile");
        assertThat(kept("goes on").state()).isEqualTo(State.IN_PROGRESS);
        assertThat(kept("gone").state()).isEqualTo(State.DELETED);
    }

    @Test
    void oneThatCannotBeLookedUpDoesNotHoldUpTheOthers() {
        for (String id : List.of("broken", "R1")) {
            world.store.put(id, world.at(id, State.COMPLETED).withState(State.IN_PROGRESS));
        }
        world.store.put("pending", world.at("pending", State.COMPLETED).withProcessing(Processing.PENDING));
        Life life = world.live(brokenFor("broken")).start();
        life.time.advance(Duration.ofSeconds(10));
        assertThat(world.transcribed).containsOnlyKeys("R1", "pending");
        life.toEnd();
        assertThat(kept("broken").state()).isEqualTo(State.IN_PROGRESS);
    }

    private static Fate brokenFor(String id) {
        return at -> {
            if (at.equals("look up " + id)) {
                throw new CarrierException("HTTP 500", 500, true, null);
            }
        };
    }

    @Test
    void looksUpTheOthersWhenTheCarrierRefusesOne() {
        for (String id : List.of("refused", "R1")) {
            world.store.put(id, world.at(id, State.COMPLETED).withState(State.IN_PROGRESS));
        }
        world.live(first(1, "look up", new CarrierException("No such name.", 0, false, null)))
                .start()
                .toEnd();
        assertThat(kept("refused").state()).isEqualTo(State.IN_PROGRESS);
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
    }

    @Test
    void looksUpLaterWhenTheCarrierIsAway() {
        world.store.put("R1", world.at("R1", State.COMPLETED).withState(State.IN_PROGRESS));
        world.live(first(3, "look up", new CarrierException("Away.", 0, true, null)))
                .start()
                .toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
    }

    @Test
    void doesNotTranscribeAgainWhatWasNotToldYet() {
        Life first = world.live(Fate.NONE).start().hears(world.at("R1", State.COMPLETED));
        first.toEnd();
        world.store.put("R1", kept("R1").withProcessing(Processing.PENDING));
        world.live(Fate.NONE).start().toEnd();
        assertThat(world.transcribed).containsEntry("R1", 1);
        assertThat(world.told("R1: R1, time 1")).isEqualTo(2);
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
    }

    @Test
    void stoppedItLeavesTheRestToTheNextProcess() {
        Life life =
                world.live(Fate.NONE).start().hears(world.at("R1", State.COMPLETED), world.at("R2", State.COMPLETED));
        life.hears(world.at("R3", State.COMPLETED));
        life.time.advance(Duration.ofSeconds(1));
        life.pipeline.stop();
        assertThat(life.time.elapsed()).isEqualTo(Duration.ofSeconds(1));
        life.hears(world.at("R4", State.COMPLETED));
        life.pipeline.close();
        life.toEnd();
        assertThat(world.transcribed).isEmpty();
        assertThat(world.store.values()).hasSize(4).allMatch(kept -> kept.processing() == Processing.PENDING);
        world.live(Fate.NONE).start().toEnd();
        assertThat(world.store.values()).allMatch(kept -> kept.processing() == Processing.DONE);
    }

    @Test
    void deletesAtTheCarrierWhatWasTranscribed() {
        world.options = TranscriptionOptions.DEFAULT.withDeletion(true);
        world.live(first(1, "delete", new CarrierException("Busy.", 0, true, null)))
                .start()
                .hears(world.at("R1", State.COMPLETED))
                .toEnd();
        assertThat(world.carrier).isEmpty();
        assertThat(kept("R1").state()).isEqualTo(State.DELETED);
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
        assertThat(world.told("R1: R1, time 1")).isOne();
    }

    @Test
    void isDoneThoughItCouldNotBeDeleted() {
        world.options = TranscriptionOptions.DEFAULT.withDeletion(true);
        world.live(first(1, "delete", new CarrierException("Forbidden.", 0, false, null)))
                .start()
                .hears(world.at("R1", State.COMPLETED))
                .toEnd();
        assertThat(kept("R1").state()).isEqualTo(State.COMPLETED);
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
        assertThat(world.told).containsExactly("R1 COMPLETED", "R1: R1, time 1");
    }

    @Test
    void whatIsDeletedHereStaysDeleted() {
        Life life = world.live(Fate.NONE).start().hears(world.at("R1", State.COMPLETED));
        life.time.advance(Duration.ofSeconds(1));
        world.store.remove("R1");
        life.toEnd();
        assertThat(world.store).isEmpty();
    }

    @Test
    void aListenerThatThrowsDisturbsNothing() {
        Fate deaf = point -> {
            if (point.equals("tell")) {
                throw new IllegalStateException("A bug of the application's.");
            }
        };
        world.live(deaf).start().hears(world.at("R1", State.COMPLETED)).toEnd();
        assertThat(kept("R1").processing()).isEqualTo(Processing.DONE);
    }
}
