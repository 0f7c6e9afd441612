package dev.voicecall.testkit.openai;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;

/**
 * What the simulated model thinks, hears and speaks with. Immutable.
 *
 * @param model thinks
 * @param ear hears
 * @param voice speaks
 * @param time by which clock
 */
record Mind(SimulatedModel model, SpeechToText ear, TextToSpeech voice, Scheduler time) {}
