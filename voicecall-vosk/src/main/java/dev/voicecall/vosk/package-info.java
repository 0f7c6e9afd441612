/** Speech recognized on this machine by Vosk, with a model that you bring. */
@NullMarked
package dev.voicecall.vosk;

import org.jspecify.annotations.NullMarked;
