package dev.voicecall.assemblyai;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.testkit.JdkWebServer;
import java.net.URI;
import java.util.List;

/** A web server whose answers are a function, whatever the path. */
final class FunctionServer implements AutoCloseable {
    private final JdkWebServer server = new JdkWebServer("127.0.0.1", 0);
    private final URI url;

    FunctionServer(HttpHandler function) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            for (String path : List.of("/{a}", "/{a}/{b}", "/{a}/{b}/{c}")) {
                server.route(method, path, function);
            }
        }
        url = server.start();
    }

    String url() {
        return url.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
