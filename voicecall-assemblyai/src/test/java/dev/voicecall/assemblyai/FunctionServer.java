package dev.voicecall.assemblyai;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.JdkWebServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A web server whose answers are a function, at all paths of up to three segments. */
final class FunctionServer implements AutoCloseable {
    private final JdkWebServer server = new JdkWebServer("127.0.0.1", 0);
    private final URI address;

    FunctionServer(Function<HttpRequest, CompletionStage<HttpResponse>> function) {
        for (String method : List.of("GET", "POST", "DELETE")) {
            for (String path : List.of("/{a}", "/{a}/{b}", "/{a}/{b}/{c}")) {
                server.route(method, path, function::apply);
            }
        }
        address = server.start();
    }

    String url() {
        return address.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
