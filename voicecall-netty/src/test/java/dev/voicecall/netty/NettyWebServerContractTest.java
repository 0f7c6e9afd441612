package dev.voicecall.netty;

import dev.voicecall.spi.WebServer;

final class NettyWebServerContractTest extends WebServerContract {
    @Override
    WebServer create(String host, int port) {
        return NettyWebServer.on(host, port);
    }

    @Override
    boolean noticesAbandonment() {
        return true;
    }
}
