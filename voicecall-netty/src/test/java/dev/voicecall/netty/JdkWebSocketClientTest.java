package dev.voicecall.netty;

import dev.voicecall.spi.JdkWebSocketClients;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocketClient;
import org.junit.jupiter.api.AfterEach;

final class JdkWebSocketClientTest extends WebSocketClientContract {
    private final Scheduler scheduler = Scheduler.system();

    @AfterEach
    void stop() {
        scheduler.close();
    }

    @Override
    WebSocketClient create() {
        return JdkWebSocketClients.create(scheduler);
    }

    /** The JDK leaves 1009 to servers. */
    @Override
    int tooBigOnTheWire() {
        return 1008;
    }

    @Override
    boolean saysWhatWasWrong() {
        return false;
    }
}
