/**
 * Speech without a network, a key or native code, for demos and tests: a robot's voice, and a recognizer of the phrases of a
 * grammar. US English.
 *
 * <p>Not for callers who pay: the voice is of 1999, and the recognizer knows its grammar and nothing else.
 */
@NullMarked
package dev.voicecall.offline;

import org.jspecify.annotations.NullMarked;
