/** HTTP and WebSocket on one port, on Netty. */
module dev.voicecall.netty {
    requires transitive dev.voicecall;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.netty;

    provides dev.voicecall.spi.WebServer.Provider with
            dev.voicecall.netty.NettyWebServerProvider;
    provides dev.voicecall.spi.WebSocketClient with
            dev.voicecall.netty.NettyWebSocketClient;
}
