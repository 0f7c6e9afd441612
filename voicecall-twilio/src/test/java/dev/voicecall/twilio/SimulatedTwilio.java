package dev.voicecall.twilio;

import com.twilio.exception.ApiConnectionException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** A gateway and the simulator in one process, without sockets, on virtual time; Twilio's SDK is in between. */
final class SimulatedTwilio implements AutoCloseable {
    final VirtualScheduler time = new VirtualScheduler();
    final InMemoryWebServer server = new InMemoryWebServer();
    final TwilioSimulator twilio;
    final TwilioCallGateway gateway;

    SimulatedTwilio(Faults faults) {
        twilio =
                TwilioSimulator.builder().inProcess(time, server).faults(faults).start();
        URI base = URI.create("http://in-memory.test");
        twilio.voiceUrl(base.resolve("/twilio/voice"));
        twilio.statusCallback(base.resolve("/twilio/status"));
        gateway = TwilioCallGateway.builder()
                .accountSid(twilio.accountSid())
                .authToken(twilio.authToken())
                .phoneNumber(twilio.phoneNumber())
                .publicUrl(base)
                .webServer(server)
                .httpClient(new HttpClient() {
                    @Override
                    public Response makeRequest(Request request) {
                        return rest(request);
                    }
                })
                .build();
    }

    private Response rest(Request request) {
        String url = request.constructURL().toString();
        HttpRequest sent = new HttpRequest(
                request.getMethod().toString(),
                url.substring(url.indexOf('/', "https://".length())),
                Map.of(
                        "Authorization", List.of(request.getAuthString()),
                        "Content-Type", List.of("application/x-www-form-urlencoded")),
                Map.of(),
                request.encodeFormBody().getBytes(StandardCharsets.UTF_8),
                new CompletableFuture<>());
        CompletableFuture<HttpResponse> answer = twilio.rest(sent).toCompletableFuture();
        try {
            time.await(answer);
            HttpResponse response = answer.join();
            Header[] headers = response.headers().entrySet().stream()
                    .map(header -> new BasicHeader(header.getKey(), header.getValue()))
                    .toArray(Header[]::new);
            return new Response(new String(response.body(), StandardCharsets.UTF_8), response.status(), headers);
        } catch (CompletionException e) {
            throw new ApiConnectionException("broken off", e);
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts workers here.", e);
        }
    }

    @Override
    public void close() {
        twilio.close();
        time.close();
        PublishedApi.check(twilio.requests());
    }
}
