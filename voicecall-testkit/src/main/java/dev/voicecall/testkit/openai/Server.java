package dev.voicecall.testkit.openai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP and WebSockets on one loopback port, with a thread for each connection. Safe for use by many threads. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int BACKLOG = 512;

    private final ServerSocket listening;
    private final Scheduler time;
    private final Api api;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

    /** @throws VoiceCallException if the port can't be had */
    Server(Api api, int port, Scheduler time) {
        this.api = api;
        this.time = time;
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new VoiceCallException("The simulator can't have port " + port + "; use another one.", e);
        }
        time.worker().execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                serve(listening.accept());
            } catch (IOException e) {
                LOG.debug("A connection was not accepted.", e);
            }
        }
    }

    private void serve(Socket socket) {
        HttpConnection connection = new HttpConnection(socket, time, api);
        connections.add(connection);
        time.worker().execute(() -> {
            connection.run();
            connections.remove(connection);
        });
        if (listening.isClosed()) {
            connection.close();
        }
    }

    /** Breaks all connections, and takes no new ones. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("The port did not close.", e);
        }
        connections.forEach(HttpConnection::close);
    }
}
