/**
 * The ports: what voicecall needs from a carrier, from a network and from time.
 *
 * <p>An adapter implements {@link dev.voicecall.spi.CallGateway} and its {@link dev.voicecall.spi.CallLeg}; a host's web
 * server implements {@link dev.voicecall.spi.WebServer}; {@link dev.voicecall.spi.Scheduler} is the only source of
 * threads, timers and time, so that a test can bring its own. Applications that only place calls need none of these.
 */
@NullMarked
package dev.voicecall.spi;

import org.jspecify.annotations.NullMarked;
