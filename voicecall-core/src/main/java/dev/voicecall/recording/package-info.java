/** What becomes of recordings after the call. Not exported. */
@NullMarked
package dev.voicecall.recording;

import org.jspecify.annotations.NullMarked;
