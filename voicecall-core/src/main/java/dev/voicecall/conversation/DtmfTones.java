package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import java.util.Arrays;

/**
 * The tones of a keypad, by ITU-T Q.23 and Q.24: one frequency for the row and one for the column, the higher one a little
 * louder. Each key sounds for 100 ms and is followed by 100 ms of silence; {@code w} is half a second, {@code W} a second of
 * silence.
 */
final class DtmfTones {
    private static final String KEYS = "123A456B789C*0#D";
    private static final int[] ROWS_HZ = {697, 770, 852, 941};
    private static final int[] COLUMNS_HZ = {1_209, 1_336, 1_477, 1_633};
    private static final int SAMPLE_RATE_HZ = AudioFormat.TELEPHONE.sampleRateHz();
    private static final int TONE = SAMPLE_RATE_HZ / 10;
    /** -9 dBm0 and -7 dBm0: half of full scale when both peak together. */
    private static final double ROW_LEVEL = 8_000;

    private static final double COLUMN_LEVEL = 10_000;

    private DtmfTones() {}

    /**
     * The sound of keys.
     *
     * @return μ-law at 8 kHz
     */
    static byte[] of(String keys) {
        byte[] sound = new byte[keys.chars().map(DtmfTones::length).sum()];
        Arrays.fill(sound, AudioFormat.Encoding.MULAW.silence());
        int at = 0;
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            int index = KEYS.indexOf(key);
            if (index >= 0) {
                tone(ROWS_HZ[index / 4], COLUMNS_HZ[index % 4], sound, at);
            }
            at += length(key);
        }
        return sound;
    }

    private static int length(int key) {
        return key == 'w' ? SAMPLE_RATE_HZ / 2 : key == 'W' ? SAMPLE_RATE_HZ : 2 * TONE;
    }

    private static void tone(int rowHz, int columnHz, byte[] out, int at) {
        for (int i = 0; i < TONE; i++) {
            double turn = 2 * Math.PI * i / SAMPLE_RATE_HZ;
            double sample = ROW_LEVEL * Math.sin(rowHz * turn) + COLUMN_LEVEL * Math.sin(columnHz * turn);
            out[at + i] = G711.encodeMulaw((short) sample);
        }
    }
}
