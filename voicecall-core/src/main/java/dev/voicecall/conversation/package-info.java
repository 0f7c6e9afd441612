/** How a call is conducted: one {@link dev.voicecall.conversation.CallSession} per call. Not exported. */
@NullMarked
package dev.voicecall.conversation;

import org.jspecify.annotations.NullMarked;
