package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.twilio.StreamMessage.Connected;
import dev.voicecall.twilio.StreamMessage.Dtmf;
import dev.voicecall.twilio.StreamMessage.Mark;
import dev.voicecall.twilio.StreamMessage.Media;
import dev.voicecall.twilio.StreamMessage.Start;
import dev.voicecall.twilio.StreamMessage.Stop;
import dev.voicecall.twilio.StreamMessage.Unusable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Twilio's documentation shows them, and as they should not be. */
class StreamReaderTest {
    private static final String STREAM = "MZ00000000000000000000000000000001";
    private static final String START = """
            {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"%1$s","callSid":"CA1",
            "tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},
            "customParameters":{"callSid":"CA2","streamSid":"MZ2","start":"x"}},"streamSid":"%1$s"}""".formatted(STREAM);

    private final StreamReader reader = new StreamReader();

    @Test
    void readsWhatTwilioSends() {
        assertThat(read("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}"))
                .isEqualTo(new Connected());
        assertThat(read(START)).isEqualTo(new Start(STREAM, "CA1", "audio/x-mulaw", 8_000, 1));
        assertThat(read("{\"event\":\"dtmf\",\"streamSid\":\"" + STREAM
                        + "\",\"sequenceNumber\":\"5\",\"dtmf\":{\"track\":\"inbound_track\",\"digit\":\"1\"}}"))
                .isEqualTo(new Dtmf(STREAM, "1"));
        assertThat(read("{\"event\":\"mark\",\"sequenceNumber\":\"4\",\"streamSid\":\"" + STREAM
                        + "\",\"mark\":{\"name\":\"my \\\"label\\\"\"}}"))
                .isEqualTo(new Mark(STREAM, "my \"label\""));
        assertThat(read("{\"event\":\"stop\",\"sequenceNumber\":\"5\",\"stop\":{\"accountSid\":\"AC1\",\"callSid\":"
                        + "\"CA1\"},\"streamSid\":\"" + STREAM + "\"}"))
                .isEqualTo(new Stop(STREAM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"track\":\"inbound\",\"timestamp\":\"40\",\"payload\":\"AAEC\"}}",
                "{\"media\":{\"payload\":\"AAEC\",\"timestamp\":40,\"track\":\"inbound\"},\"streamSid\":\"MZ1\",\"event\":\"media\"}",
                " {\"event\" : \"media\", \"new\":{\"media\":[{\"payload\":\"x\"}]}, \"streamSid\":\"MZ1\",\"media\":{\"track\":\"inbound\","
                        + "\"chunk\":2,\"level\":1.5,\"is\":[true,null],\"timestamp\":\"40\",\"payload\":\"\\u0041AEC\"}}\n"
            })
    void readsMediaInAnyOrderWithStringsOrNumbers(String message) {
        Media media = (Media) read(message);
        assertThat(media.streamSid()).isEqualTo("MZ1");
        assertThat(media.track()).isEqualTo("inbound");
        assertThat(media.timestampMillis()).isEqualTo(40);
        assertThat(media.payload()).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "[]",
                "null",
                "\"media\"",
                "{",
                "{}",
                "{}{}",
                "{\"event\":\"media\"",
                "{\"event\":\"levitation\",\"streamSid\":\"MZ1\"}",
                "{\"event\":7}",
                "{\"event\":{\"event\":\"stop\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\"}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"1\",\"payload\":\"\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"1\",\"payload\":\"A\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"1\",\"payload\":\"AAE\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"1\",\"payload\":\"??==\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"1\",\"payload\":1234}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"-1\",\"payload\":\"AAEC\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"timestamp\":\"soon\",\"payload\":\"AAEC\"}}",
                "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"AAEC\"}}",
                "{\"event\":\"mark\",\"streamSid\":\"MZ1\",\"mark\":{\"name\":\"a\"},\"streamSid\":\"MZ2\"}",
                "{\"event\":\"stop\",\"streamSid\":\"MZ1\"}{\"event\":\"stop\",\"streamSid\":\"MZ1\"}"
            })
    void saysWhatItCannotUse(String message) {
        assertThat(read(message)).isInstanceOf(Unusable.class);
        assertThat(read(START)).as("the next message is read").isInstanceOf(Start.class);
    }

    @Test
    void readsNoDeeperThanSense() {
        assertThat(read("{\"media\":".repeat(100_000))).isInstanceOf(Unusable.class);
        assertThat(read("{\"x\":" + "[".repeat(100_000))).isInstanceOf(Unusable.class);
    }

    @Test
    void readsAnySoundFromAnyBuffer() {
        long seed = Long.getLong("voicecall.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            byte[] sound = new byte[random.nextInt(1, 2_000)];
            random.nextBytes(sound);
            String json = "{\"event\":\"media\",\"streamSid\":\"" + STREAM + "\",\"media\":{\"track\":\"inbound\","
                    + "\"timestamp\":\"" + i + "\",\"payload\":\""
                    + Base64.getEncoder().encodeToString(sound) + "\"}}";
            byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
            ByteBuffer buffer = ByteBuffer.allocateDirect(utf8.length + 7).position(7);
            buffer.put(utf8).position(7);
            Media media = (Media) reader.read(buffer);
            assertThat(media.payload()).as("seed %d", seed).isEqualTo(sound);
            assertThat(media.timestampMillis()).isEqualTo(i);
            assertThat(buffer.position()).isEqualTo(7);
        }
    }

    /** What a fuzzer finds first: cut off and changed messages must not throw. */
    @Test
    void neverThrows() {
        long seed = Long.getLong("voicecall.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] utf8 = START.getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                utf8[random.nextInt(utf8.length)] = (byte) random.nextInt(256);
            }
            ByteBuffer cut = ByteBuffer.wrap(utf8, 0, random.nextInt(utf8.length + 1));
            assertThat(reader.read(cut)).as("seed %d", seed).isNotNull();
        }
    }

    private StreamMessage read(String message) {
        return reader.read(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
    }
}
