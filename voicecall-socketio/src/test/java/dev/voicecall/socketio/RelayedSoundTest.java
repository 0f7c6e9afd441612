package dev.voicecall.socketio;

import static dev.voicecall.socketio.RelayWorld.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallInfo;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.testkit.Seeds;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sound on its way to those who watch. */
class RelayedSoundTest {
    private static final int FRAME = 160;

    private final RelayWorld world = new RelayWorld();

    private static EventClient listener(RelayWorld world) {
        EventClient client = world.connect(ALL);
        client.send("{\"media\":true}");
        world.settle();
        return client;
    }

    private static byte[] noise(SplittableRandom random, int samples) {
        byte[] muLaw = new byte[samples];
        random.nextBytes(muLaw);
        return muLaw;
    }

    private static void hear(RelayWorld world, AudioTap.Listener tap, Speaker speaker, long position, byte[] muLaw) {
        tap.onAudio(speaker, position, muLaw);
        world.settle();
    }

    /** What a client makes of so many samples of the telephone and a frame behind: silence, and at their positions what it got. */
    static byte[] played(List<JsonNode> media, int samples) {
        byte[] pcm = new byte[4 * (samples + FRAME)];
        long next = 0;
        for (JsonNode message : media) {
            long position = message.path("position").asLong();
            assertThat(position).as("it comes in order, and once").isGreaterThanOrEqualTo(next);
            byte[] audio = Base64.getDecoder().decode(message.path("audio").asText());
            System.arraycopy(audio, 0, pcm, (int) (2 * position), audio.length);
            next = position + audio.length / 2;
        }
        return pcm;
    }

    /** All of it at once, and silence behind. */
    static byte[] converted(byte[] sound) {
        byte[] muLaw = Arrays.copyOf(sound, sound.length + FRAME);
        Arrays.fill(
                muLaw,
                sound.length,
                muLaw.length,
                AudioFormat.TELEPHONE.encoding().silence());
        AudioConverter converter = AudioConverter.between(AudioFormat.TELEPHONE, AudioFormat.PCM_16K);
        ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        pcm.writeBytes(converter.convert(muLaw, 0, muLaw.length));
        pcm.writeBytes(converter.flush());
        return pcm.toByteArray();
    }

    @Test
    void isTheSameSampleForSampleWhateverThePiecesAndTheGaps() {
        Seeds.upTo(60).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            try (RelayWorld world = new RelayWorld()) {
                EventClient client = listener(world);
                CallInfo call = world.begin("CA1");
                AudioTap.Listener tap = world.tap(call);
                byte[] all = new byte[20_000];
                Arrays.fill(all, AudioFormat.TELEPHONE.encoding().silence());
                int position = 0;
                while (position < 18_000) {
                    byte[] piece = noise(random, random.nextInt(1, 400));
                    System.arraycopy(piece, 0, all, position, piece.length);
                    hear(world, tap, Speaker.THEM, position, piece);
                    position += piece.length + (random.nextInt(3) == 0 ? random.nextInt(1_000) : 0);
                }
                tap.onEnded();
                world.settle();
                assertThat(played(client.all("media_in"), all.length)).isEqualTo(converted(all));
                assertThat(client.all("media_out")).isEmpty();
            }
        });
    }

    @Test
    void aLongSilenceIsNotSent() {
        EventClient client = listener(world);
        AudioTap.Listener tap = world.tap(world.begin("CA1"));
        byte[] piece = noise(new SplittableRandom(1), FRAME);
        hear(world, tap, Speaker.US, 0, piece);
        hear(world, tap, Speaker.US, 8_000 * 3_600L, piece);
        List<JsonNode> media = client.all("media_out");
        assertThat(media).hasSizeLessThan(6);
        assertThat(media.get(media.size() - 1).path("position").asLong()).isCloseTo(16_000 * 3_600L, within(100));
        world.close();
    }

    private static org.assertj.core.data.Offset<Long> within(long samples) {
        return org.assertj.core.data.Offset.offset(samples);
    }

    @Test
    void whatComesTwiceIsSentOnce() {
        EventClient client = listener(world);
        AudioTap.Listener tap = world.tap(world.begin("CA1"));
        byte[] sound = noise(new SplittableRandom(1), 10 * FRAME);
        hear(world, tap, Speaker.THEM, 0, Arrays.copyOfRange(sound, 0, 800));
        hear(world, tap, Speaker.THEM, 300, Arrays.copyOfRange(sound, 300, 700));
        hear(world, tap, Speaker.THEM, 640, Arrays.copyOfRange(sound, 640, 1_600));
        tap.onEnded();
        world.settle();
        assertThat(played(client.all("media_in"), sound.length)).isEqualTo(converted(sound));
        world.close();
    }

    @Test
    void whoComesInMidCallHearsItFromThenOn() {
        AudioTap.Listener tap = world.tap(world.begin("CA1"));
        SplittableRandom random = new SplittableRandom(1);
        hear(world, tap, Speaker.THEM, 0, noise(random, FRAME));
        EventClient client = listener(world);
        byte[] rest = noise(random, 3 * FRAME);
        hear(world, tap, Speaker.THEM, FRAME, rest);
        tap.onEnded();
        world.settle();
        List<JsonNode> media = client.all("media_in");
        assertThat(media.get(0).path("position").asLong()).isEqualTo(2 * FRAME);
        byte[] played = played(media, 4 * FRAME);
        assertThat(Arrays.copyOfRange(played, 4 * FRAME, played.length)).isEqualTo(converted(rest));
        world.close();
    }

    @Test
    void nothingIsConvertedWhileNobodyWantsIt() {
        CallInfo call = world.begin("CA1");
        EventClient all = listener(world);
        EventClient unentitled = world.connect(of -> false);
        unentitled.send("{\"media\":true}");
        world.connect(ALL);
        AudioTap.Listener tap = world.tap(call);
        hear(world, tap, Speaker.THEM, 0, new byte[FRAME]);
        assertThat(all.all("media_in")).hasSize(1);
        all.send("{\"media\":false}");
        world.settle();
        hear(world, tap, Speaker.THEM, FRAME, new byte[FRAME]);
        all.messages.clear();
        tap.onAudio(Speaker.THEM, 2 * FRAME, new byte[FRAME]);
        assertThat(world.time.pendingEvents()).as("nothing is to be done").isZero();
        all.send("{\"media\":true}");
        all.send("{\"join\":\"CA1\"}");
        world.settle();
        tap.onAudio(Speaker.THEM, 3 * FRAME, new byte[FRAME]);
        assertThat(world.time.pendingEvents()).isPositive();
        world.close();
    }

    @Test
    void nothingIsConvertedForThoseWhoAreGone() {
        AudioTap.Listener tap = world.tap(world.begin("CA1"));
        EventClient client = listener(world);
        hear(world, tap, Speaker.THEM, 0, new byte[FRAME]);
        client.socket().close(1000, "");
        world.settle();
        hear(world, tap, Speaker.THEM, FRAME, new byte[FRAME]);
        tap.onAudio(Speaker.THEM, 2 * FRAME, new byte[FRAME]);
        assertThat(world.time.pendingEvents()).as("nothing is to be done").isZero();
        world.close();
    }

    @Test
    void nothingIsConvertedOfACallThatIsNotWatched() {
        AudioTap.Listener tap = world.tap(RelayWorld.inbound("CA1"));
        tap.onAudio(Speaker.THEM, 0, new byte[FRAME]);
        assertThat(world.time.pendingEvents()).as("nothing is to be done").isZero();
        world.close();
    }

    @Test
    void thatCanNotBeConvertedInTimeIsLostTheOldestFirstAndCounted() {
        EventClient client = listener(world);
        AudioTap.Listener tap = world.tap(world.begin("CA1"));
        byte[] sound = noise(new SplittableRandom(1), 40_000);
        for (int position = 0; position < sound.length; position += FRAME) {
            tap.onAudio(Speaker.THEM, position, Arrays.copyOfRange(sound, position, position + FRAME));
        }
        tap.onEnded();
        world.settle();
        assertThat(world.relay.counts().lostSound()).isEqualTo(Duration.ofSeconds(1));
        byte[] kept = Arrays.copyOfRange(sound, 8_000, sound.length);
        byte[] played = played(client.all("media_in"), sound.length);
        assertThat(Arrays.copyOfRange(played, 4 * 8_000, played.length)).isEqualTo(converted(kept));
        world.close();
    }

    @Test
    void theEndOfACallComesAfterTheLastOfItsSound() {
        EventClient client = listener(world);
        CallInfo call = world.begin("CA1");
        AudioTap.Listener tap = world.tap(call);
        tap.onAudio(Speaker.THEM, 0, new byte[FRAME]);
        world.relay.listener().onEnded(call, Outcome.HUNG_UP);
        tap.onAudio(Speaker.THEM, FRAME, new byte[FRAME]);
        world.settle();
        tap.onAudio(Speaker.US, 0, new byte[FRAME]);
        tap.onEnded();
        world.settle();
        assertThat(client.types())
                .containsExactly(
                        "connected",
                        "calls",
                        "status",
                        "media_in",
                        "media_in",
                        "media_out",
                        "media_in",
                        "media_out",
                        "ended");
        world.close();
    }

    @Test
    void theEndOfACallDoesNotWaitForEverForItsSound() {
        EventClient client = listener(world);
        CallInfo call = world.begin("CA1");
        AudioTap.Listener tap = world.tap(call);
        hear(world, tap, Speaker.THEM, 0, new byte[FRAME]);
        world.relay.listener().onEnded(call, Outcome.HUNG_UP);
        world.time.advance(Duration.ofMillis(990));
        assertThat(client.all("ended")).isEmpty();
        world.time.advance(Duration.ofMillis(11));
        assertThat(client.all("ended")).hasSize(1);
        hear(world, tap, Speaker.THEM, FRAME, new byte[FRAME]);
        tap.onAudio(Speaker.THEM, 2 * FRAME, new byte[FRAME]);
        assertThat(world.time.pendingEvents()).as("nothing is to be done").isZero();
        tap.onEnded();
        world.settle();
        assertThat(client.types()).endsWith("ended");
        world.close();
    }
}
