package dev.voicecall.spi;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Cuts a sound into utterances at its pauses, by the same times as on a line: 100 ms of speech begin one, with the 400 ms before;
 * a pause of 300 ms ends it. One that lasts 30 s is cut there. Holds one utterance at a time. Called by one thread at a time.
 */
final class UtteranceSplitter {
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final int ONSET_FRAMES = 5;
    private static final int LEAD_FRAMES = 20;
    private static final int PAUSE_FRAMES = 15;
    private static final int LONGEST_FRAMES = 1_500;

    /** Takes the utterances, in order. */
    @FunctionalInterface
    interface Taker {
        /**
         * One is complete.
         *
         * @param sound all of it, in the format that was agreed on
         * @param begin of its speech, since the beginning of the sound
         * @param end of its speech
         */
        void utterance(byte[] sound, Duration begin, Duration end) throws InterruptedException;
    }

    private final AudioFormat format;
    private final VoiceActivityDetector.Detection detection;
    private final AudioConverter toDetector;
    private final Taker taker;
    /** For the detector, little endian; read from 0 to its position. */
    private ByteBuffer undetected = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);

    private final short[] samples = new short[VoiceActivityDetector.FRAME_SAMPLES];
    private final Deque<byte[]> lead = new ArrayDeque<>();
    private final ByteArrayOutputStream utterance = new ByteArrayOutputStream();
    private boolean speech;
    private boolean speaking;
    private int candidateFrames;
    private int frame;
    private int beginFrame;
    private int lastSpeechFrame;

    /** @param format of the utterances */
    UtteranceSplitter(AudioFormat format, VoiceActivityDetector.Detection detection, Taker taker) {
        this.format = format;
        this.detection = detection;
        this.toDetector = AudioConverter.between(format, AudioFormat.PCM_8K);
        this.taker = taker;
    }

    /**
     * Splits all of a sound, which is not closed.
     *
     * @return how long it is
     */
    Duration split(WavReader wav) throws IOException, InterruptedException {
        AudioConverter converter = AudioConverter.between(wav.format(), format);
        byte[] piece = new byte[wav.format().bytes(Duration.ofSeconds(1))];
        byte[] rest = new byte[0];
        for (int read = wav.readNBytes(piece, 0, piece.length);
                read > 0;
                read = wav.readNBytes(piece, 0, piece.length)) {
            rest = frames(joined(rest, converter.convert(piece, 0, read)));
            if (Thread.interrupted()) {
                throw new InterruptedException("The transcription was interrupted.");
            }
        }
        rest = frames(joined(rest, converter.flush()));
        if (speaking) {
            utterance.writeBytes(rest);
            end();
        }
        return FRAME.multipliedBy(frame).plus(format.duration(rest.length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    /** @return what is left of a frame */
    private byte[] frames(byte[] sound) throws InterruptedException {
        int bytes = format.bytes(FRAME);
        int offset = 0;
        for (; offset + bytes <= sound.length; offset += bytes) {
            byte[] one = new byte[bytes];
            System.arraycopy(sound, offset, one, 0, bytes);
            detect(one);
            frame(one);
            frame++;
        }
        byte[] rest = new byte[sound.length - offset];
        System.arraycopy(sound, offset, rest, 0, rest.length);
        return rest;
    }

    /** A change of the sample rate delays it by some milliseconds. */
    private void detect(byte[] sound) {
        byte[] pcm = toDetector.convert(sound, 0, sound.length);
        undetected = ByteBuffer.allocate(undetected.remaining() + pcm.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(undetected)
                .put(pcm)
                .flip();
        while (undetected.remaining() >= 2 * samples.length) {
            undetected.asShortBuffer().get(samples);
            undetected.position(undetected.position() + 2 * samples.length);
            speech = detection.isSpeech(samples, 0);
        }
    }

    private void frame(byte[] sound) throws InterruptedException {
        if (!speaking) {
            lead.add(sound);
            candidateFrames = speech ? candidateFrames + 1 : Math.max(0, candidateFrames - 1);
            if (candidateFrames == ONSET_FRAMES) {
                begin();
            } else if (lead.size() > LEAD_FRAMES) {
                lead.remove();
            }
            return;
        }
        utterance.writeBytes(sound);
        lastSpeechFrame = speech ? frame : lastSpeechFrame;
        if (frame - lastSpeechFrame >= PAUSE_FRAMES || frame - beginFrame >= LONGEST_FRAMES) {
            end();
        }
    }

    private void begin() {
        speaking = true;
        beginFrame = frame + 1 - ONSET_FRAMES;
        lastSpeechFrame = frame;
        lead.forEach(utterance::writeBytes);
        lead.clear();
    }

    private void end() throws InterruptedException {
        byte[] sound = utterance.toByteArray();
        utterance.reset();
        speaking = false;
        candidateFrames = 0;
        taker.utterance(sound, FRAME.multipliedBy(beginFrame), FRAME.multipliedBy(lastSpeechFrame + 1L));
    }
}
