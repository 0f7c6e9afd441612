package dev.voicecall;

import java.time.Duration;

/**
 * One exchange with an agent: what the other side said, and where the time went until it heard an answer. Immutable.
 *
 * <p>Speech is over when the detector says so; the one that comes with the library says it 100 ms after the last sound, so for
 * the other side it all took so much longer.
 *
 * <p>A {@link dev.voicecall.spi.SpeechToSpeech} model decides by itself when speech is over, and does not tell when it was. Its
 * turns are measured from that decision: {@code response} until the first of its sound was there, {@code latency} until
 * that was sent; the other times are zero.
 *
 * @param number from 1
 * @param words what was said, or the keys that were pressed; empty if a model does not tell
 * @param endpointing from the end of speech until it was decided that it was the end; zero for keys
 * @param transcription the part of that for which the words were not known yet
 * @param response from that decision until the first piece of the answer was there
 * @param synthesis from its first sentence being complete until the first of its sound was there
 * @param latency from the end of speech until the first of our sound was sent: what the other side has to wait, but for the
 *     network
 */
public record Turn(
        int number,
        String words,
        Duration endpointing,
        Duration transcription,
        Duration response,
        Duration synthesis,
        Duration latency) {}
