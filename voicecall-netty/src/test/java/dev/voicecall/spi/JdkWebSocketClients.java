package dev.voicecall.spi;

/** The way to the JDK's client, for tests that compare it with others. */
public final class JdkWebSocketClients {
    private JdkWebSocketClients() {}

    /** One of its own, so that it trusts what the JVM's default does now. */
    public static WebSocketClient create(Scheduler scheduler) {
        return new JdkWebSocketClient(scheduler);
    }
}
