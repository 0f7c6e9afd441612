package dev.voicecall.testkit;

import dev.voicecall.audio.G711;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A person at a callee's telephone, from outside of the simulation: by a browser's microphone and loudspeaker, or a test's.
 *
 * <pre>{@code
 * Person person = new Person(muLaw -> loudspeaker.play(muLaw));
 * SimulatedCall call = twilio.callIn("+14155550100", Callee.answers().person(person));
 * microphone.onSound(person::speak);
 * }</pre>
 *
 * <p>The person hears what the phone plays, when it plays it, from the moment in which the call is answered. What the person
 * says comes by a clock and on ways of its own; it is kept for 60 ms, and given to the line 20 ms at a time. What is late is
 * silence; if more than 120 ms are kept, the oldest are dropped until it is 60. The line has to run in the person's time: a
 * simulator's speed is 1.
 *
 * <p>Is on one call at a time. Safe for use by many threads.
 */
public final class Person {
    /** Frames of silence after which a person does not speak any more: half a second. */
    private static final int PAUSE_FRAMES = 25;

    private static final int AUDIBLE = 500;

    /** What a person hears. Called on the call's mailbox, which it must not block. */
    @FunctionalInterface
    public interface Listener {
        /**
         * The phone plays the next 20 ms. Comes every 20 ms while the call is answered, silence included.
         *
         * @param muLaw 160 bytes of μ-law at 8 kHz; not to be changed
         */
        void onSound(byte[] muLaw);

        /** The call was answered. */
        default void onAnswered() {}

        /** The other side has silenced the line: who has kept some of the sound to play it later does not play it. */
        default void onCleared() {}

        /** The call is over, however it came to that; or it was never answered. */
        default void onOver() {}
    }

    /** What a telephone has beside its sound. Safe for use by many threads. */
    public interface Telephone {
        /** A key is pressed: {@code 0-9 * #}. */
        void press(char key);

        /** The receiver is put down. */
        void hangUp();
    }

    private static final Telephone NONE = new Telephone() {
        @Override
        public void press(char key) {}

        @Override
        public void hangUp() {}
    };

    private final Listener listener;
    private final JitterBuffer microphone = new JitterBuffer();
    private final AtomicReference<Telephone> telephone = new AtomicReference<>(NONE);
    private int quietFrames = PAUSE_FRAMES;

    /** Somebody who is on no call yet. */
    public Person(Listener listener) {
        this.listener = listener;
    }

    /**
     * Says something; if on no call, nobody hears it. Does not block.
     *
     * @param muLaw μ-law at 8 kHz, any number of bytes, in real time; copied
     */
    public void speak(byte[] muLaw) {
        if (onCall()) {
            microphone.put(muLaw);
        }
    }

    /**
     * Presses a key, which reaches whoever takes the call's sound; if on no call, nobody.
     *
     * @throws IllegalArgumentException if it is none of {@code 0-9 * #}
     */
    public void press(char key) {
        if ("0123456789*#".indexOf(key) < 0) {
            throw new IllegalArgumentException("There is no key like that on a telephone; keys are 0-9, * and #.");
        }
        telephone.get().press(key);
    }

    /** Hangs up; on no call, nothing happens. Does not wait for the end. */
    public void hangUp() {
        telephone.get().hangUp();
    }

    /** Whether there is a call, answered or not. */
    public boolean onCall() {
        return telephone.get() != NONE;
    }

    /** How often sound was late or stopped, so that there was silence instead. */
    public int underruns() {
        return microphone.underruns();
    }

    /** How much of what was said came too early and was dropped, in bytes. */
    public long droppedBytes() {
        return microphone.droppedBytes();
    }

    /** @throws IllegalStateException if there is another call */
    void isCalled(Telephone by) {
        if (!telephone.compareAndSet(NONE, by)) {
            throw new IllegalStateException("This person is on a call; there can be one at a time.");
        }
    }

    void isAnswered() {
        microphone.clear();
        listener.onAnswered();
    }

    void hears(byte[] muLaw) {
        listener.onSound(muLaw);
    }

    void isSilenced() {
        listener.onCleared();
    }

    void isOver() {
        telephone.set(NONE);
        listener.onOver();
    }

    /** The next 20 ms of what the person says: 160 bytes. */
    byte[] says() {
        byte[] frame = microphone.take();
        quietFrames = audible(frame) ? 0 : quietFrames + 1;
        return frame;
    }

    /** Whether the person was speaking within the last half second. */
    boolean speaking() {
        return quietFrames < PAUSE_FRAMES;
    }

    private static boolean audible(byte[] frame) {
        for (byte code : frame) {
            if (Math.abs(G711.decodeMulaw(code)) > AUDIBLE) {
                return true;
            }
        }
        return false;
    }
}
