/** What it costs to relay calls between a carrier and a model that hears and speaks. */
@NullMarked
package dev.voicecall.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
