/** Load runs and microbenchmarks; see docs/performance.md for how to start them and what they showed. */
@NullMarked
package dev.voicecall.benchmarks;

import org.jspecify.annotations.NullMarked;
