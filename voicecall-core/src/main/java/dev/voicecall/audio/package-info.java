/**
 * Telephone audio: codecs, sample rates, files and utterances, for use with voicecall or without.
 *
 * <p>An {@link dev.voicecall.audio.AudioFormat} says what bytes are. {@link dev.voicecall.audio.G711} is the codec of
 * telephony, {@link dev.voicecall.audio.Resampler} changes the sample rate, and an
 * {@link dev.voicecall.audio.AudioConverter} puts both together: bytes of one format in, bytes of another out.
 *
 * <p>{@link dev.voicecall.audio.WavReader} and {@link dev.voicecall.audio.WavWriter} are for files;
 * {@link dev.voicecall.audio.AudioBuffer} cuts what is heard into utterances.
 *
 * <p>Everything is mono, but for files of both sides of a call. Nothing here has a clock or a thread: time is counted in
 * samples.
 */
@NullMarked
package dev.voicecall.audio;

import org.jspecify.annotations.NullMarked;
