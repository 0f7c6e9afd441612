/** Sound as values and pure functions: formats, G.711, resampling, WAV files. */
@NullMarked
package dev.voicecall.audio;

import org.jspecify.annotations.NullMarked;
