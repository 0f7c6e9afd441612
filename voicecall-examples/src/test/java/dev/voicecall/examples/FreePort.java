package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that nobody has, for programs that have to know their address before they listen. */
final class FreePort {
    private FreePort() {}

    /** A port of 127.0.0.1 that was free a moment ago. */
    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new VoiceCallException("There is no free port.", e);
        }
    }
}
