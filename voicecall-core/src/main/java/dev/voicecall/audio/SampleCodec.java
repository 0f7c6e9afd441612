package dev.voicecall.audio;

import dev.voicecall.audio.AudioFormat.Encoding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes to linear samples and back, in any encoding. Safe for use by many threads. */
final class SampleCodec {
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private SampleCodec() {}

    /** Reads {@code samples} whole samples. */
    static void decode(Encoding encoding, byte[] in, int inOffset, int samples, short[] out, int outOffset) {
        switch (encoding) {
            case MULAW -> G711.decodeMulaw(in, inOffset, samples, out, outOffset);
            case ALAW -> G711.decodeAlaw(in, inOffset, samples, out, outOffset);
            case PCM16 -> {
                for (int i = 0; i < samples; i++) {
                    out[outOffset + i] = (short) LITTLE_ENDIAN.get(in, inOffset + 2 * i);
                }
            }
        }
    }

    /** Writes {@code samples} whole samples. */
    static void encode(Encoding encoding, short[] in, int inOffset, int samples, byte[] out, int outOffset) {
        switch (encoding) {
            case MULAW -> G711.encodeMulaw(in, inOffset, samples, out, outOffset);
            case ALAW -> G711.encodeAlaw(in, inOffset, samples, out, outOffset);
            case PCM16 -> {
                for (int i = 0; i < samples; i++) {
                    LITTLE_ENDIAN.set(out, outOffset + 2 * i, in[inOffset + i]);
                }
            }
        }
    }
}
