/** Calls relayed live, sound and words, to whoever may watch them. */
@NullMarked
package dev.voicecall.socketio;

import org.jspecify.annotations.NullMarked;
