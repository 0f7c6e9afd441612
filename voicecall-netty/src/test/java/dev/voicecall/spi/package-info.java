/** What tests need of the ports that applications don't. */
@NullMarked
package dev.voicecall.spi;

import org.jspecify.annotations.NullMarked;
