package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.security.RequestValidator;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.testkit.Callee;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class TwilioSdkTest {
    @Test
    void twiliosOwnLibraryPlacesACallAndAcceptsTheSignatures() throws Exception {
        HttpServer app = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String base = "http://127.0.0.1:" + app.getAddress().getPort();
        ConcurrentLinkedQueue<Boolean> valid = new ConcurrentLinkedQueue<>();
        try (TwilioSimulator twilio = TwilioSimulator.builder().speed(50).start()) {
            app.createContext("/", exchange -> {
                byte[] body = exchange.getRequestBody().readAllBytes();
                Map<String, String> form = new TreeMap<>();
                FormParameters.parse(new String(body, StandardCharsets.UTF_8))
                        .values()
                        .forEach((name, values) -> form.put(name, values.get(0)));
                valid.add(new RequestValidator(twilio.authToken())
                        .validate(
                                base + exchange.getRequestURI(),
                                form,
                                exchange.getRequestHeaders().getFirst("X-Twilio-Signature")));
                String twiml = exchange.getRequestURI().getPath().equals("/voice")
                        ? "<Response><Gather input='speech' action='/b?c=d%20e'><Say>Name?</Say></Gather></Response>"
                        : "<Response><Say>Bye</Say></Response>";
                exchange.getResponseHeaders().set("Content-Type", "text/xml");
                exchange.sendResponseHeaders(200, twiml.length());
                exchange.getResponseBody().write(twiml.getBytes(StandardCharsets.UTF_8));
                exchange.close();
            });
            app.start();
            twilio.callee(Bench.BOB, Callee.answers().says("Zoë + Jörg & Söhne"));
            TwilioRestClient client = new TwilioRestClient.Builder(twilio.accountSid(), twilio.authToken())
                    .httpClient(new Rewriting(twilio.apiBaseUrl()))
                    .build();
            Call made = Call.creator(
                            new PhoneNumber(Bench.BOB),
                            new PhoneNumber(twilio.phoneNumber()),
                            URI.create(base + "/voice"))
                    .create(client);
            assertThat(made.getStatus()).isEqualTo(Call.Status.QUEUED);
            SimulatedCall call = twilio.calls().get(0);
            call.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
            Call fetched = Call.fetcher(made.getSid()).fetch(client);
            assertThat(fetched.getStatus()).isEqualTo(Call.Status.COMPLETED);
            assertThat(fetched.getDuration()).isNotNull();
            assertThat(Call.reader().read(client)).hasSize(1);
            assertThat(call.callee().heard()).containsExactly("Name?", "Bye");
            assertThat(valid).hasSize(2).containsOnly(true);
        } finally {
            app.stop(0);
        }
    }

    @Test
    void twiliosOwnLibraryReadsChangesAndDeletes() throws Exception {
        try (TwilioSimulator twilio = TwilioSimulator.builder().start()) {
            twilio.callee(Bench.BOB, Callee.neverAnswers());
            TwilioRestClient client = new TwilioRestClient.Builder(twilio.accountSid(), twilio.authToken())
                    .httpClient(new Rewriting(twilio.apiBaseUrl()))
                    .build();
            PhoneNumber own = new PhoneNumber(twilio.phoneNumber());
            Twiml nothing = new Twiml("<Response/>");
            for (int i = 0; i < 3; i++) {
                Call.creator(new PhoneNumber(Bench.BOB), own, nothing).create(client);
            }
            String sid = twilio.calls().get(0).sid();
            assertThat(Call.reader().setTo(Bench.BOB).setPageSize(2L).read(client))
                    .hasSize(3);
            assertThat(Call.reader().setTo("+14155550177").read(client)).isEmpty();
            assertRefused(21220, () -> Call.updater(sid).setTwiml(nothing).update(client));
            Call canceled =
                    Call.updater(sid).setStatus(Call.UpdateStatus.CANCELED).update(client);
            assertThat(canceled.getStatus()).isEqualTo(Call.Status.CANCELED);
            assertRefused(21220, () -> Call.updater(sid)
                    .setStatus(Call.UpdateStatus.COMPLETED)
                    .update(client));
            assertThat(Call.deleter(sid).delete(client)).isTrue();
            assertRefused(20404, () -> Call.fetcher(sid).fetch(client));
            assertRefused(21211, () -> Call.creator(new PhoneNumber("123"), own, nothing)
                    .create(client));
            assertThat(Recording.reader().read(client)).isEmpty();
            Message message =
                    Message.creator(new PhoneNumber(Bench.BOB), own, "Hello").create(client);
            assertThat(Message.fetcher(message.getSid()).fetch(client).getBody())
                    .isEqualTo("Hello");
        }
    }

    private static void assertRefused(int code, ThrowingCallable request) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(request)
                .satisfies(refusal -> assertThat(refusal.getCode()).isEqualTo(code));
    }

    /** Sends to the simulator what is meant for Twilio. */
    private static final class Rewriting extends NetworkHttpClient {
        private final String base;

        Rewriting(String base) {
            this.base = base;
        }

        @Override
        public Response makeRequest(Request original) {
            Request request = original;
            Request rewritten =
                    new Request(request.getMethod(), request.getUrl().replace("https://api.twilio.com", base));
            rewritten.setAuth(request.getUsername(), request.getPassword());
            request.getPostParams().forEach((name, values) -> values.forEach(v -> rewritten.addPostParam(name, v)));
            request.getQueryParams().forEach((name, values) -> values.forEach(v -> rewritten.addQueryParam(name, v)));
            request.getHeaderParams().forEach((name, values) -> values.forEach(v -> rewritten.addHeaderParam(name, v)));
            if (request.getContentType() != null) {
                rewritten.setContentType(request.getContentType());
            }
            return super.makeRequest(rewritten);
        }
    }
}
