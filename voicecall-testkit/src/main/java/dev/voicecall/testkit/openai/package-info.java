/**
 * OpenAI, simulated: the same URLs, JSON, events, orders and errors. What the model thinks, hears and speaks with is up to the test.
 */
@NullMarked
package dev.voicecall.testkit.openai;

import org.jspecify.annotations.NullMarked;
