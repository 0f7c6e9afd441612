package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StereoSoundTest {
    private static final int FRAME = 160;
    private static final int TEN_MINUTES = 10 * 60 * 8_000;
    private static final byte SILENCE = AudioFormat.Encoding.MULAW.silence();

    @TempDir
    private Path directory;

    private byte[] read(int channel) throws IOException {
        try (WavReader reader = WavReader.openChannel(Files.newInputStream(directory.resolve("call.wav")), channel)) {
            return reader.readAllBytes();
        }
    }

    private StereoSound open() throws IOException {
        return new StereoSound(new CaptureFiles(List.of(directory.resolve("call.wav")), CaptureFiles.Room.BOUNDLESS));
    }

    /** Frames get lost, one by one and for minutes; one side is up to 400 ms behind the other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void bothSidesStayAlignedForTenMinutes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] theirs = line(random);
        byte[] ours = line(random);
        int behind = random.nextInt(20) * FRAME;
        try (StereoSound sound = open()) {
            for (int at = 0; at < TEN_MINUTES + behind; at += FRAME) {
                add(sound, true, theirs, at);
                add(sound, false, ours, at - behind);
            }
            assertThat(sound.late()).as("seed %d", seed).isZero();
        }
        assertThat(Arrays.mismatch(read(0), theirs))
                .as("their side, seed %d", seed)
                .isEqualTo(-1);
        assertThat(Arrays.mismatch(read(1), ours)).as("our side, seed %d", seed).isEqualTo(-1);
    }

    private static byte[] line(SplittableRandom random) {
        byte[] line = new byte[TEN_MINUTES];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) random.nextInt(0x7F); // other than the second zero of μ-law, which is read as the first
        }
        for (int i = 0; i < 500; i++) {
            int hole = random.nextInt(line.length / FRAME - 1) * FRAME;
            int end = Math.min(line.length - FRAME, hole + FRAME * (i % 50 == 0 ? 3_000 : 1));
            Arrays.fill(line, hole, end, SILENCE);
        }
        return line;
    }

    private static void add(StereoSound sound, boolean theirs, byte[] line, int at) throws IOException {
        if (at < 0 || at >= line.length) {
            return;
        }
        byte[] frame = Arrays.copyOfRange(line, at, at + FRAME);
        boolean lost = true;
        for (byte code : frame) {
            lost &= code == SILENCE;
        }
        if (!lost) {
            sound.add(theirs, at, frame);
        }
    }

    @Test
    void aSideThatSaysNothingIsNotWaitedFor() throws IOException {
        try (StereoSound sound = open()) {
            for (int at = 0; at < 80_000; at += FRAME) {
                sound.add(true, at, filled(at));
            }
            assertThat(read(0)).as("so far").hasSize(40_000);
            assertThat(read(1)).containsOnly(SILENCE);
            sound.add(false, 80_000, filled(0));
        }
        assertThat(read(1)).hasSize(80_160).startsWith(SILENCE).endsWith(filled(0));
    }

    @Test
    void whatComesTooLateIsCountedAndLeftOut() throws IOException {
        try (StereoSound sound = open()) {
            sound.add(true, 8_000, filled(1));
            sound.add(false, 0, filled(2));
            assertThat(sound.late()).isEqualTo(FRAME);
        }
        assertThat(read(1)).hasSize(8_160).containsOnly(SILENCE);
    }

    private static byte[] filled(int with) {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, (byte) (with % 100));
        return frame;
    }
}
