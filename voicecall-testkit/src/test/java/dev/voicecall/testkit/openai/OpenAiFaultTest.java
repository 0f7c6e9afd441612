package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.testkit.openai.OpenAiFault.Kind;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import dev.voicecall.testkit.openai.OpenAiRequest.Ending;
import dev.voicecall.testkit.openai.OpenAiRequest.Result;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("socket")
class OpenAiFaultTest {
    private static final String QUESTION =
            "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String ONE_TWO_THREE = "one two three four five six";

    private final OpenAiSimulator openAi =
            OpenAiSimulator.builder().model(prompt -> Answer.say(ONE_TWO_THREE)).start();
    private final OpenAiClient client = new OpenAiClient(openAi);

    @AfterEach
    void close() {
        openAi.close();
    }

    private HttpResponse<String> ask(OpenAiFault fault) throws Exception {
        openAi.fail(fault);
        return client.post("/chat/completions", QUESTION);
    }

    private Result lastResult() throws Exception {
        return openAi.requests()
                .get(openAi.requests().size() - 1)
                .result()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 429, rate_limit_exceeded",
        "QUOTA_EXCEEDED, 429, insufficient_quota",
        "SERVER_ERROR, 500, server_error",
        "OVERLOADED, 503, service_unavailable_error",
        "HTML_ERROR, 503, <html>",
        "WRONG_CONTENT, 200, <html>",
        "MP3, 200, ID3"
    })
    void answersAsItIsTold(Kind kind, int status, String body) throws Exception {
        HttpResponse<String> response = ask(OpenAiFault.next(Operation.CHAT, kind));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(body);
    }

    @Test
    void saysWhenToComeAgainIfTold() throws Exception {
        OpenAiFault fault = OpenAiFault.next(Operation.CHAT, Kind.RATE_LIMITED).withDelay(Duration.ofMillis(1_500));
        assertThat(ask(fault).headers().firstValue("Retry-After")).contains("2");
        assertThat(ask(OpenAiFault.next(Operation.CHAT, Kind.RATE_LIMITED))
                        .headers()
                        .firstValue("Retry-After"))
                .isEmpty();
    }

    @Test
    void goesWrongAsOftenAsToldAndOnlyThere() throws Exception {
        openAi.fail(OpenAiFault.next(Operation.SPEECH, Kind.SERVER_ERROR));
        assertThat(ask(OpenAiFault.next(Operation.CHAT, Kind.SERVER_ERROR).times(2))
                        .statusCode())
                .isEqualTo(500);
        assertThat(client.post("/chat/completions", QUESTION).statusCode()).isEqualTo(500);
        assertThat(client.post("/chat/completions", QUESTION).statusCode()).isEqualTo(200);
    }

    @Test
    void resetsWithoutAnAnswer() throws Exception {
        assertThatThrownBy(
                        () -> ask(OpenAiFault.next(Operation.CHAT, Kind.RESET).times(2)))
                .isInstanceOf(IOException.class);
        assertThat(lastResult().status()).isZero();
    }

    @Test
    void cutsAStreamInTheMiddle() throws Exception {
        assertThatThrownBy(() -> ask(OpenAiFault.next(Operation.CHAT, Kind.CUT)))
                .isInstanceOf(IOException.class);
        assertThat(lastResult().ending()).isEqualTo(Ending.FAULT);
        assertThat(lastResult().status()).isEqualTo(200);
        assertThat(lastResult().bodyBytes()).isPositive();
    }

    @Test
    void sendsAnEventThatIsNoJsonAndGoesOn() throws Exception {
        String body =
                ask(OpenAiFault.next(Operation.CHAT, Kind.MALFORMED_EVENT)).body();
        assertThat(body).contains("data: {\"id\":\"chatcmpl-\n\n", " six").endsWith("data: [DONE]\n\n");
    }

    @Test
    void sendsAnErrorInTheMiddleOfAStream() throws Exception {
        String body =
                ask(OpenAiFault.next(Operation.CHAT, Kind.ERROR_EVENT).after(3)).body();
        assertThat(body).contains("\" two\"", "data: {\"error\":{").doesNotContain("[DONE]", " three");
    }

    @Test
    void stallsUntilTheClientHasEnough() throws Exception {
        openAi.fail(OpenAiFault.next(Operation.CHAT, Kind.STALLED));
        HttpRequest request = client.request("/chat/completions")
                .POST(BodyPublishers.ofString(QUESTION))
                .build();
        HttpResponse<InputStream> response = client.http().send(request, BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("assistant");
            assertThat(openAi.requests().get(0).result().toCompletableFuture()).isNotDone();
        }
        // the client may be gone before it is noted that it is kept waiting
        assertThat(lastResult().ending()).isIn(Ending.FAULT, Ending.ABANDONED);
    }

    @Test
    void knowsWhenAClientBreaksAStreamOff() throws Exception {
        try (OpenAiSimulator slow = OpenAiSimulator.builder()
                .model(prompt -> Answer.say(ONE_TWO_THREE))
                .betweenTokens(Duration.ofHours(1))
                .start()) {
            OpenAiClient other = new OpenAiClient(slow);
            HttpRequest request = other.request("/chat/completions")
                    .POST(BodyPublishers.ofString(QUESTION))
                    .build();
            HttpResponse<InputStream> response = other.http().send(request, BodyHandlers.ofInputStream());
            response.body().close();
            Result result =
                    slow.requests().get(0).result().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(result.ending()).isEqualTo(Ending.ABANDONED);
        }
    }

    @Test
    void refusesFaultsThatCantBe() {
        assertThatThrownBy(() -> OpenAiFault.next(Operation.REALTIME, Kind.CUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RealtimeBehaviour");
    }
}
