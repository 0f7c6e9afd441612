/** What simulators serve HTTP and WebSockets with. Not exported. */
@NullMarked
package dev.voicecall.testkit.http;

import org.jspecify.annotations.NullMarked;
