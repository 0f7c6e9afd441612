package dev.voicecall.netty;

import dev.voicecall.spi.WebServer;

/** Makes servers with default options, for {@link java.util.ServiceLoader}. Immutable. */
public final class NettyWebServerProvider implements WebServer.Provider {
    /** Called by {@link java.util.ServiceLoader}. */
    public NettyWebServerProvider() {}

    @Override
    public WebServer create(String host, int port) {
        return NettyWebServer.on(host, port);
    }
}
