package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The key goes to OpenAI in a header, and nowhere else, whatever fails. */
@Tag("socket")
class KeySecrecyTest {
    private static final String ECHO = "{\"error\":{\"message\":\"Bad key " + ScriptedServer.KEY + "\",\"code\":\""
            + ScriptedServer.KEY + "\",\"type\":\"" + ScriptedServer.KEY + "\"}}";
    private static final Speech HELLO = new Speech("Hello.", "en-US", Optional.empty());

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> produced = new ArrayList<>();
    private Level level;
    private ScriptedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
        level = root.getLevel();
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() throws IOException {
        root.detachAppender(log);
        root.setLevel(level);
        server.close();
    }

    @Test
    void nothingTellsTheKey() {
        for (int i = 0; i < 3; i++) {
            server.then(ScriptedServer.Exchange::awaitClose);
        }
        everyPart();
        for (int status : List.of(400, 401, 403, 404, 429, 500)) {
            server.then(status, "x-request-id: " + ScriptedServer.KEY + "\r\n", ECHO);
            server.then(status, "", ScriptedServer.KEY);
            server.then(status, "", "\"" + ScriptedServer.KEY);
            everyPart();
        }
        for (String contentType : List.of("text/event-stream", "audio/" + ScriptedServer.KEY, "application/json")) {
            for (int i = 0; i < 3; i++) {
                server.then(200, "Content-Type: " + contentType + "\r\n", "data: " + ECHO + "\n\n");
            }
            everyPart();
        }
        strings();
        assertThat(produced).hasSizeGreaterThan(30);
        log.list.forEach(event ->
                produced.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        assertThat(produced).noneSatisfy(text -> assertThat(text).contains(ScriptedServer.KEY));
        assertThat(server.requests()).isNotEmpty().allSatisfy(request -> assertThat(
                        request.headers().get("authorization"))
                .contains(ScriptedServer.KEY));
    }

    @Test
    void nothingTellsAPartOfTheKey() {
        Failures failures = new Failures(Stage.HEARING, account());
        for (int padding = 480; padding < 500; padding++) {
            String message = "x".repeat(padding) + ScriptedServer.KEY;
            attempt(() -> {
                throw failures.inStream(Json.object().put("message", message));
            });
        }
        assertThat(produced).hasSize(20).noneSatisfy(text -> assertThat(text).contains("xsk"));
    }

    private void everyPart() {
        OpenAi openAi = server.openAi().timeout(Duration.ofMillis(300)).build();
        attempt(() -> openAi.responder("").respond(SpokenResponse.conversation(), new SpokenResponse()));
        attempt(() -> openAi.textToSpeech().synthesize(HELLO, piece -> {}));
        attempt(() -> new OpenAiUtteranceRecognizer(new Http(account()), TranscriptionSettings.DEFAULT)
                .recognize(
                        new SpeechToText.Request("en", List.of(), new VirtualScheduler()),
                        HallucinationsTest.loud(400)));
    }

    private void strings() {
        OpenAiBuilder builder = server.openAi();
        produced.addAll(List.of(
                builder.toString(),
                builder.build().toString(),
                builder.build().responder("").toString(),
                builder.build().textToSpeech().toString(),
                account().toString(),
                new Failures(Stage.HEARING, account()).toString()));
        attempt(() -> OpenAi.builder(ScriptedServer.KEY + "\n"));
        attempt(() -> OpenAiBuilder.of(Map.of("OPENAI_API_KEY", ScriptedServer.KEY, "OPENAI_BASE_URL", "nowhere")));
        attempt(() -> OpenAi.builder(ScriptedServer.KEY).baseUrl("https://" + ScriptedServer.KEY + "@example.com"));
        attempt(() -> OpenAi.builder(ScriptedServer.KEY).baseUrl("https://a:" + ScriptedServer.KEY + "^@example.com"));
    }

    private Account account() {
        return new Account(
                ScriptedServer.KEY,
                URI.create(server.url()),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                (uri, headers, listener) -> {
                    throw new AssertionError("Nobody asked for a WebSocket.");
                });
    }

    private void attempt(ScriptedServer.Task task) {
        try {
            task.run();
            throw new AssertionError("It did not fail.");
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            produced.add(trace.toString());
        }
    }
}
