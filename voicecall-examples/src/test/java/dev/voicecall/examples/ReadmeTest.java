package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every piece of Java in the README compiles as it stands. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String IMPORTS = JavaSnippets.IMPORTS;

    @TempDir
    Path classes;

    @Test
    void itsProgramStandsWithinTheFirst25Lines() throws IOException {
        String top = String.join("\n", Files.readAllLines(README).subList(0, 25));
        assertThat(JavaSnippets.in(top).get(0))
                .contains("public static void main")
                .endsWith("}\n");
    }

    @Test
    void itsJavaCompiles() throws IOException {
        List<String> blocks = JavaSnippets.in(Files.readString(README));
        assertThat(blocks).hasSize(9);
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("AskForAName", blocks.get(0));
        sources.put(
                "Snippets",
                IMPORTS
                        + "class Snippets { record Reservation(String name, int guests) {} void all(VoiceCalls calls) {\n"
                        + blocks.get(1) + "}}");
        sources.put(
                "Recordings",
                IMPORTS + "abstract class Recordings { abstract void reply(String to, String body);"
                        + " void all(VoiceCalls calls) {\n" + blocks.get(2) + "}}");
        sources.put(
                "Records",
                IMPORTS + "class Records { void all(CallGateway gateway, DataSource dataSource, String callId)"
                        + " throws Exception {\n" + blocks.get(3) + "}}");
        sources.put(
                "Watching",
                IMPORTS + "abstract class Watching { interface User { boolean mayHear(CallInfo call); }"
                        + " abstract Optional<User> staff(Optional<String> token);"
                        + " void all(CallGateway gateway, WebServer webServer) {\n" + blocks.get(4) + "}}");
        sources.put(
                "Agents",
                IMPORTS + "class Agents { void all(VoiceCalls calls, SpeechToText ear, TextToSpeech voice) {\n"
                        + blocks.get(5) + "}}");
        sources.put(
                "Fallbacks",
                IMPORTS + "class Fallbacks { void all(SpeechToText cloudEar, SpeechToText localEar,"
                        + " Responder largeModel, Responder smallModel, TextToSpeech cloudVoice, TextToSpeech localVoice) {\n"
                        + blocks.get(6) + "}}");
        sources.put("WithOpenAi", IMPORTS + "class WithOpenAi { void all() {\n" + blocks.get(7) + "}}");
        sources.put("SnippetTest", IMPORTS + "class SnippetTest {\n" + blocks.get(8) + "}");
        JavaSnippets.compile(sources, classes);
    }
}
