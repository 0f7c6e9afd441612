/** A phone call as something a Java program can use. */
module dev.voicecall {
    requires java.net.http;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall;
    exports dev.voicecall.audio;
    exports dev.voicecall.spi;

    uses dev.voicecall.spi.WebServer.Provider;
    uses dev.voicecall.spi.WebSocketClient;
}
