/** Tests of the server, from the outside: through sockets. {@code WebServerContract} is what every server must show. */
@NullMarked
package dev.voicecall.netty;

import org.jspecify.annotations.NullMarked;
