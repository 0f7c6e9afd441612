package dev.voicecall.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.security.RequestValidator;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.VirtualScheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * A gateway on virtual time whose Twilio is the test itself: it answers REST requests from a list, and sends webhooks one
 * by one, signed by Twilio's own code.
 */
final class TwilioHarness implements AutoCloseable {
    static final String SID = "CA00000000000000000000000000000001";
    static final String CALLEE = "+14155550123";
    static final String TOKEN = "secret-auth-token";
    static final String PUBLIC = "https://calls.example.com";

    final VirtualScheduler time = new VirtualScheduler();
    final InMemoryWebServer server = new InMemoryWebServer();
    final List<Request> requests = new ArrayList<>();
    final Queue<Response> responses = new ArrayDeque<>();
    final TwilioCallGateway gateway = TwilioCallGateway.builder()
            .accountSid("AC00000000000000000000000000000001")
            .authToken(TOKEN)
            .phoneNumber("+14155550100")
            .publicUrl(URI.create(PUBLIC))
            .webServer(server)
            .httpClient(new HttpClient() {
                @Override
                public Response makeRequest(Request request) {
                    requests.add(request);
                    Response planned = responses.poll();
                    return planned != null ? planned : ok("in-progress");
                }
            })
            .build();
    final VoiceCalls calls = VoiceCalls.builder(gateway).scheduler(time).build();

    static Response ok(String status) {
        return new Response("{\"sid\":\"" + SID + "\",\"status\":\"" + status + "\"}", 201);
    }

    static Response error(int status, int code, String message) {
        return new Response(
                "{\"code\":" + code + ",\"message\":\"" + message + "\",\"status\":" + status + "}", status);
    }

    /** Where the newest call that was ordered has its voice URL. */
    String voiceTarget() {
        return lastOrder().getPostParams().get("Url").get(0).substring(PUBLIC.length());
    }

    String statusTarget() {
        return lastOrder().getPostParams().get("StatusCallback").get(0).substring(PUBLIC.length());
    }

    private Request lastOrder() {
        return requests.stream()
                .filter(request -> request.getUrl().endsWith("/Calls.json"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    long orders() {
        return requests.stream()
                .filter(request -> request.getUrl().endsWith("/Calls.json"))
                .count();
    }

    /** A webhook with the right signature. */
    CompletableFuture<HttpResponse> webhook(String target, String... form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CallSid", SID);
        for (int i = 0; i < form.length; i += 2) {
            parameters.put(form[i], form[i + 1]);
        }
        return send(target, encode(parameters), sign(PUBLIC + target, parameters));
    }

    CompletableFuture<HttpResponse> send(String target, String body, String signature) {
        return send("POST", target, body, signature);
    }

    CompletableFuture<HttpResponse> send(String method, String target, String body, String signature) {
        CompletableFuture<HttpResponse> response = server.handle(new HttpRequest(
                        method,
                        target,
                        Map.of("X-Twilio-Signature", List.of(signature)),
                        Map.of(),
                        body.getBytes(StandardCharsets.UTF_8),
                        new CompletableFuture<>()))
                .toCompletableFuture();
        time.advance(java.time.Duration.ZERO);
        return response;
    }

    static String encode(Map<String, String> parameters) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, List.of(value)));
        return new FormParameters(values).encode();
    }

    static String sign(String url, Map<String, String> parameters) {
        try {
            var method = RequestValidator.class.getDeclaredMethod("getValidationSignature", String.class, Map.class);
            method.setAccessible(true);
            return (String) method.invoke(new RequestValidator(TOKEN), url, parameters);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Twilio's validator signs in another way now.", e);
        }
    }

    static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The URL in a document at which Twilio comes back. */
    static String next(HttpResponse document) {
        String redirect = text(document).replaceAll("(?s).*<Redirect[^>]*>([^<]*)</Redirect>.*", "$1");
        return redirect.replace("&amp;", "&").substring(PUBLIC.length());
    }

    @Override
    public void close() {
        calls.close();
        time.close();
    }
}
