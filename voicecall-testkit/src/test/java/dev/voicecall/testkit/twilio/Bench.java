package dev.voicecall.testkit.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.VirtualScheduler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** A simulator on virtual time, with an application whose answers are given by path. */
final class Bench implements AutoCloseable {
    static final String BOB = "+14155550123";
    static final String APP = "http://in-memory.test";

    final VirtualScheduler time = new VirtualScheduler();
    final InMemoryWebServer web = new InMemoryWebServer();
    final List<HttpRequest> received = new ArrayList<>();
    final Map<String, Function<HttpRequest, HttpResponse>> answers = new LinkedHashMap<>();
    final StreamApplication streams = new StreamApplication(time);
    final TwilioSimulator twilio;

    Bench() {
        this(Faults.none());
    }

    Bench(Faults faults) {
        this(faults, builder -> {});
    }

    Bench(Faults faults, Consumer<TwilioSimulatorBuilder> more) {
        for (String method : List.of("GET", "POST")) {
            web.route(method, "/{path}", request -> {
                received.add(request);
                var answer = answers.getOrDefault(request.path(), r -> xml(""));
                return CompletableFuture.completedFuture(answer.apply(request));
            });
        }
        web.socket("/stream/{token}", streams);
        web.start();
        TwilioSimulatorBuilder builder =
                TwilioSimulator.builder().inProcess(time, web).faults(faults);
        more.accept(builder);
        twilio = builder.start();
        twilio.callee(BOB, Callee.answers());
    }

    static HttpResponse xml(String verbs) {
        return HttpResponse.of(200, "text/xml", "<Response>" + verbs + "</Response>");
    }

    Bench says(String path, String verbs) {
        answers.put(path, request -> xml(verbs));
        return this;
    }

    Reply post(String path, String... namesAndValues) {
        return request("POST", path, namesAndValues);
    }

    Reply get(String path) {
        return request("GET", path);
    }

    Reply request(String method, String path, String... namesAndValues) {
        CompletableFuture<HttpResponse> answer = send(method, path, namesAndValues);
        for (int i = 0; i < 50 && !answer.isDone(); i++) {
            time.advance(java.time.Duration.ZERO);
        }
        return new Reply(answer.join());
    }

    /** Makes a request as the account, and doesn't wait for the answer. */
    CompletableFuture<HttpResponse> send(String method, String path, String... namesAndValues) {
        return sendAs(twilio.accountSid() + ":" + twilio.authToken(), method, path, namesAndValues);
    }

    CompletableFuture<HttpResponse> sendAs(String login, String method, String path, String... namesAndValues) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.computeIfAbsent(namesAndValues[i], n -> new ArrayList<>()).add(namesAndValues[i + 1]);
        }
        return twilio.rest(new HttpRequest(
                        method,
                        "/2010-04-01/Accounts/" + twilio.accountSid() + "/" + path,
                        Map.of(
                                "Authorization",
                                List.of("Basic " + Base64.getEncoder().encodeToString(login.getBytes()))),
                        Map.of(),
                        new FormParameters(form).encode().getBytes(StandardCharsets.UTF_8),
                        new CompletableFuture<>()))
                .toCompletableFuture();
    }

    /** Places a call to Bob and returns it. */
    SimulatedCall call(String... more) {
        List<String> all = new ArrayList<>(List.of("To", BOB, "From", twilio.phoneNumber()));
        all.addAll(Arrays.asList(more));
        Reply reply = post("Calls.json", all.toArray(new String[0]));
        if (reply.status() != 201) {
            throw new AssertionError(reply.json());
        }
        String sid = reply.json().get("sid").asText();
        return twilio.calls().stream()
                .filter(c -> c.sid().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    SimulatedCall callToEnd(String... more) {
        SimulatedCall call = call(more);
        time.runToEnd();
        return call;
    }

    @Override
    public void close() {
        twilio.close();
        time.close();
    }

    record Reply(HttpResponse response) {
        int status() {
            return response.status();
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(response.body());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        int code() {
            return json().get("code").asInt();
        }
    }
}
