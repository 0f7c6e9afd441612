@NullMarked
package dev.voicecall.socketio;

import org.jspecify.annotations.NullMarked;
