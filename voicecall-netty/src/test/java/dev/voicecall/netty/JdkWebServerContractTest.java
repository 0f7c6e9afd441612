package dev.voicecall.netty;

import dev.voicecall.spi.WebServer;
import dev.voicecall.testkit.JdkWebServer;

final class JdkWebServerContractTest extends WebServerContract {
    @Override
    WebServer create(String host, int port) {
        return new JdkWebServer(host, port);
    }

    @Override
    boolean noticesAbandonment() {
        return false;
    }
}
