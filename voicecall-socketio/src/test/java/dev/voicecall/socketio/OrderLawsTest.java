package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whenever a client upgrades, and however long everything takes: nothing is lost, doubled or out of order, either way. */
class OrderLawsTest {
    @Test
    void everythingArrivesOnceAndInOrder() {
        Seeds.upTo(300).check(OrderLawsTest::conversation);
    }

    private static void conversation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World();
        RandomClient client = new RandomClient(world, random, world.connect());
        client.poll();
        int events = random.nextInt(20, 60);
        int upgradeAt = random.nextInt(2 * events);
        for (int n = 0; n < events; n++) {
            if (n == upgradeAt) {
                client.tryWebSocket();
            }
            world.emit("n", Integer.toString(n));
            client.send("42[\"n\"," + n + "]");
            world.time.advance(Duration.ofMillis(random.nextInt(40)));
        }
        world.time.advance(Duration.ofSeconds(60));

        assertThat(client.got)
                .isEqualTo(IntStream.range(0, events)
                        .mapToObj(n -> "42[\"n\"," + n + "]")
                        .toList());
        assertThat(world.heard.subList(1, world.heard.size()))
                .isEqualTo(IntStream.range(0, events)
                        .mapToObj(n -> "n [" + n + "]")
                        .toList());
        assertThat(client.isUpgraded()).isEqualTo(upgradeAt < events);
        world.time.close();
    }
}
