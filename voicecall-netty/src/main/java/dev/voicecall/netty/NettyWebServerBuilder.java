package dev.voicecall.netty;

import java.time.Duration;
import java.util.Objects;

/** Collects the options of a {@link NettyWebServer}; all have defaults. Not safe for use by several threads. */
public final class NettyWebServerBuilder {
    private static final Duration LONGEST = Duration.ofHours(1);

    private String host = "127.0.0.1";
    private int port = 0;
    private int maxBodyBytes = 1 << 20;
    private int maxHeaderBytes = 16 << 10;
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private int maxConnections = 10_000;
    private int maxWebSocketMessageBytes = 1 << 20;
    private int maxQueuedBytes = 1 << 20;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private int ioThreads = IoThreads.DEFAULT_COUNT;

    NettyWebServerBuilder() {}

    /** The address to bind, 127.0.0.1 by default; {@code 0.0.0.0} for all. */
    public NettyWebServerBuilder host(String host) {
        this.host = Objects.requireNonNull(host, "host");
        return this;
    }

    /**
     * The port to bind, 0 by default, which takes any that is free.
     *
     * @throws IllegalArgumentException unless 0 to 65,535
     */
    public NettyWebServerBuilder port(int port) {
        this.port = within("port", port, 0, 65_535);
        return this;
    }

    /**
     * How large a request's body may be, 1 MiB by default; larger ones are answered with 413.
     *
     * @throws IllegalArgumentException unless 0 to 1 GiB
     */
    public NettyWebServerBuilder maxBodyBytes(int bytes) {
        this.maxBodyBytes = within("maxBodyBytes", bytes, 0, 1 << 30);
        return this;
    }

    /**
     * How large a request's headers may be, all together, 16 KiB by default; larger ones are answered with 431. The
     * request line alone may be as long; a longer one is answered with 414.
     *
     * @throws IllegalArgumentException unless 256 to 1 MiB
     */
    public NettyWebServerBuilder maxHeaderBytes(int bytes) {
        this.maxHeaderBytes = within("maxHeaderBytes", bytes, 256, 1 << 20);
        return this;
    }

    /**
     * How long a client may take to send a whole request, from its first byte to its last, 10 s by default; slower ones
     * are answered with 408 and closed. A new connection on which nothing comes for as long is closed.
     *
     * @throws IllegalArgumentException unless 1 ms to 1 h
     */
    public NettyWebServerBuilder requestTimeout(Duration timeout) {
        this.requestTimeout = within("requestTimeout", timeout);
        return this;
    }

    /**
     * How long a connection is kept between two requests, and how long a client may take to take an answer, 60 s by
     * default. A WebSocket on which nothing comes for as long gets a ping, and is cut off if for as long again nothing
     * comes.
     *
     * @throws IllegalArgumentException unless 1 ms to 1 h
     */
    public NettyWebServerBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = within("idleTimeout", timeout);
        return this;
    }

    /**
     * How many connections may be open at once, 10,000 by default; further ones are closed at once.
     *
     * @throws IllegalArgumentException unless 1 to 1,000,000
     */
    public NettyWebServerBuilder maxConnections(int connections) {
        this.maxConnections = within("maxConnections", connections, 1, 1_000_000);
        return this;
    }

    /**
     * How large a WebSocket message may be, all its fragments together, 1 MiB by default; a larger one closes the
     * connection with 1009.
     *
     * @throws IllegalArgumentException unless 125 to 1 GiB
     */
    public NettyWebServerBuilder maxWebSocketMessageBytes(int bytes) {
        this.maxWebSocketMessageBytes = within("maxWebSocketMessageBytes", bytes, 125, 1 << 30);
        return this;
    }

    /**
     * How many bytes may wait to be sent on one WebSocket, 1 MiB by default; a send beyond that fails and closes the
     * connection with 1008. This bounds what a peer costs that does not read.
     *
     * @throws IllegalArgumentException unless 1 KiB to 1 GiB
     */
    public NettyWebServerBuilder maxQueuedBytes(int bytes) {
        this.maxQueuedBytes = within("maxQueuedBytes", bytes, 1 << 10, 1 << 30);
        return this;
    }

    /**
     * How long things may take to come to an orderly end before they are cut off, 5 s by default: a WebSocket's close
     * handshake, and all that is under way when the server closes.
     *
     * @throws IllegalArgumentException unless 1 ms to 1 h
     */
    public NettyWebServerBuilder closeTimeout(Duration timeout) {
        this.closeTimeout = within("closeTimeout", timeout);
        return this;
    }

    /**
     * How many threads serve the connections; by default one for each processor, but at most 4.
     *
     * @throws IllegalArgumentException unless 1 to 256
     */
    public NettyWebServerBuilder ioThreads(int threads) {
        this.ioThreads = within("ioThreads", threads, 1, 256);
        return this;
    }

    /** A server that is not started. */
    public NettyWebServer build() {
        return new NettyWebServer(new Options(
                host,
                port,
                maxBodyBytes,
                maxHeaderBytes,
                requestTimeout,
                idleTimeout,
                maxConnections,
                maxWebSocketMessageBytes,
                maxQueuedBytes,
                closeTimeout,
                ioThreads));
    }

    private static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
        return value;
    }

    private static Duration within(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be 1 ms to 1 h.");
        }
        return value;
    }
}
