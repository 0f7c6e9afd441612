package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlayoutBufferTest {
    private final List<String> echoes = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final PlayoutBuffer buffer = new PlayoutBuffer(echoes::add, dropped::add);

    @Test
    void playsSilenceWhenThereIsNothing() {
        assertThat(buffer.play()).hasSize(160).containsOnly(0xFF);
        assertThat(buffer.underruns()).isZero();
    }

    @Test
    void playsWhatItIsSentWhateverThePieces() {
        Seeds.upTo(100).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            PlayoutBuffer any = new PlayoutBuffer(mark -> {}, bytes -> {});
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            for (int i = 0; i < 50; i++) {
                byte[] piece = new byte[random.nextInt(2) == 0 ? random.nextInt(5) : random.nextInt(3_000)];
                random.nextBytes(piece);
                sent.writeBytes(piece);
                any.send(piece);
            }
            ByteArrayOutputStream played = new ByteArrayOutputStream();
            while (any.queuedBytes() > 0) {
                played.writeBytes(any.play());
            }
            assertThat(Arrays.copyOf(played.toByteArray(), sent.size())).isEqualTo(sent.toByteArray());
        });
    }

    @Test
    void echoesAMarkWhenTheLastSoundBeforeItIsOver() {
        buffer.send(new byte[161]);
        buffer.mark("end");
        buffer.play();
        buffer.play();
        assertThat(echoes).isEmpty();
        buffer.play();
        assertThat(echoes).containsExactly("end");
    }

    @Test
    void echoesAtOnceWhenThereIsNothingToPlay() {
        buffer.mark("first");
        assertThat(echoes).containsExactly("first");
        buffer.send(new byte[160]);
        buffer.play();
        buffer.mark("while the last 20 ms are heard");
        assertThat(echoes).hasSize(1);
        buffer.play();
        buffer.mark("silence");
        assertThat(echoes).hasSize(3);
    }

    @Test
    void clearsItsSoundAndEchoesTheMarksInOrder() {
        buffer.send(new byte[16_000]);
        buffer.mark("a");
        buffer.mark("b");
        buffer.play();
        buffer.clear();
        assertThat(echoes).containsExactly("a", "b");
        assertThat(buffer.play()).containsOnly(0xFF);
        buffer.send(new byte[] {1, 2, 3});
        buffer.mark("c");
        assertThat(buffer.play()).startsWith(1, 2, 3);
        buffer.play();
        assertThat(echoes).containsExactly("a", "b", "c");
        assertThat(buffer.underruns()).isZero();
    }

    @Test
    void dropsWhatIsMoreThanTenMinutesAndSaysSoOnce() {
        buffer.send(new byte[PlayoutBuffer.CAPACITY - 100]);
        buffer.send(new byte[160]);
        buffer.send(new byte[160]);
        buffer.mark("end");
        assertThat(dropped).containsExactly(60);
        assertThat(buffer.queuedBytes()).isEqualTo(PlayoutBuffer.CAPACITY);
        buffer.play();
        buffer.send(new byte[160]);
        assertThat(dropped).hasSize(1);
    }

    @Test
    void countsSoundThatCameTooLate() {
        buffer.send(new byte[160]);
        buffer.play();
        buffer.send(new byte[160]);
        buffer.play();
        assertThat(buffer.underruns()).isZero();
        buffer.play();
        buffer.send(new byte[160]);
        assertThat(buffer.underruns()).isEqualTo(1);
        for (int i = 0; i < 40; i++) {
            buffer.play();
        }
        buffer.send(new byte[160]);
        assertThat(buffer.underruns()).isEqualTo(1);
    }
}
