package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Speaks {@link FakeSpeech}, with the delays and failures of a real voice-maker.
 *
 * <pre>{@code
 * TextToSpeech voice = new FakeTextToSpeech(time).latency(Duration.ofMillis(200)).realTimeFactor(0.3).failsAt(2);
 * }</pre>
 *
 * <p>The settings change this object, before it is used. Speaking is safe for use by many threads.
 */
public final class FakeTextToSpeech implements TextToSpeech {
    private static final Duration PIECE = Duration.ofMillis(100);

    private enum Fault {
        FAIL,
        BREAK_OFF,
        STALL
    }

    private final Scheduler time;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final Map<Integer, Fault> faults = new ConcurrentHashMap<>();
    private volatile Duration latency = Duration.ZERO;
    private volatile double realTimeFactor;
    private volatile AudioFormat format = AudioFormat.TELEPHONE;
    private volatile int pieceBytes = AudioFormat.TELEPHONE.bytes(PIECE);

    /**
     * Speaks at once, in pieces of 100 ms.
     *
     * @param time what it waits by
     */
    public FakeTextToSpeech(Scheduler time) {
        this.time = time;
    }

    /** Takes so long to the first piece; 0 by default. */
    public FakeTextToSpeech latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    /** Takes so many times a piece's length to make it; 0 by default, more than 1 is too slow for a call. */
    public FakeTextToSpeech realTimeFactor(double factor) {
        this.realTimeFactor = factor;
        return this;
    }

    /**
     * Speaks in 16 bits at 24 kHz as {@link FakeSpeech#sayAt24Kilohertz}, in pieces of 100 ms, as a voice-maker does whose sound has
     * to be resampled for the telephone; in μ-law at 8 kHz, by default.
     */
    public FakeTextToSpeech at24Kilohertz() {
        this.format = AudioFormat.PCM_24K;
        return pieces(format.bytes(PIECE));
    }

    /** Gives the sound in pieces of so many bytes, the last one shorter; 1 or more, 800 by default. */
    public FakeTextToSpeech pieces(int bytes) {
        this.pieceBytes = bytes;
        return this;
    }

    /** Fails at the n-th text, counted from 1, without a sound. */
    public FakeTextToSpeech failsAt(int text) {
        faults.put(text, Fault.FAIL);
        return this;
    }

    /** Fails at the n-th text, counted from 1, in the middle of it. */
    public FakeTextToSpeech breaksOffAt(int text) {
        faults.put(text, Fault.BREAK_OFF);
        return this;
    }

    /** Falls silent in the middle of the n-th text, counted from 1, until it is interrupted. */
    public FakeTextToSpeech stallsAt(int text) {
        faults.put(text, Fault.STALL);
        return this;
    }

    /** All texts it was asked to speak, in order. */
    public List<String> texts() {
        return List.copyOf(texts);
    }

    @Override
    public AudioFormat format() {
        return format;
    }

    @Override
    public void synthesize(Speech speech, AudioSink out) throws InterruptedException {
        Fault fault = faults.get(remember(speech.text()));
        Waiting.pass(time, latency);
        if (fault == Fault.FAIL) {
            throw failure();
        }
        boolean telephone = format.equals(AudioFormat.TELEPHONE);
        byte[] sound = telephone ? FakeSpeech.say(speech.text()) : FakeSpeech.sayAt24Kilohertz(speech.text());
        write(fault == null ? sound : Arrays.copyOf(sound, sound.length / 2), out);
        if (fault == Fault.BREAK_OFF) {
            throw failure();
        }
        if (fault == Fault.STALL) {
            time.await(new CompletableFuture<>());
        }
    }

    private synchronized int remember(String text) {
        texts.add(text);
        return texts.size();
    }

    private void write(byte[] sound, AudioSink out) throws InterruptedException {
        for (int from = 0; from < sound.length; from += pieceBytes) {
            byte[] piece = Arrays.copyOfRange(sound, from, Math.min(sound.length, from + pieceBytes));
            double millis = format.duration(piece.length).toMillis() * realTimeFactor;
            Waiting.pass(time, Duration.ofNanos(Math.round(millis * 1e6)));
            out.write(piece);
        }
    }

    private static ProviderException failure() {
        return new ProviderException(Stage.SPEAKING, "The fake voice failed, as it was told to.", true, null);
    }
}
