package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every piece of Java in the README compiles as it stands. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final String IMPORTS = """
            import dev.voicecall.*;
            import dev.voicecall.assemblyai.AssemblyAi;
            import dev.voicecall.openai.*;
            import dev.voicecall.socketio.CallRelay;
            import dev.voicecall.spi.*;
            import dev.voicecall.store.jdbc.JdbcCallStore;
            import dev.voicecall.testkit.*;
            import dev.voicecall.twilio.TwilioCallGateway;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.Optional;
            import java.util.concurrent.CompletableFuture;
            import javax.sql.DataSource;
            import org.junit.jupiter.api.Test;
            import static org.junit.jupiter.api.Assertions.assertEquals;
            """;

    @TempDir
    Path classes;

    @Test
    void itsProgramStandsWithinTheFirst25Lines() throws IOException {
        String top = String.join("\n", Files.readAllLines(README).subList(0, 25));
        assertThat(javaIn(top).get(0)).contains("public static void main").endsWith("}\n");
    }

    @Test
    void itsJavaCompiles() throws IOException {
        List<String> blocks = javaIn(Files.readString(README));
        assertThat(blocks).hasSize(9);
        compile("AskForAName", blocks.get(0));
        compile(
                "Snippets",
                IMPORTS
                        + "class Snippets { record Reservation(String name, int guests) {} void all(VoiceCalls calls) {\n"
                        + blocks.get(1) + "}}");
        compile(
                "Recordings",
                IMPORTS + "abstract class Recordings { abstract void reply(String to, String body);"
                        + " void all(VoiceCalls calls) {\n" + blocks.get(2) + "}}");
        compile(
                "Records",
                IMPORTS + "class Records { void all(CallGateway gateway, DataSource dataSource, String callId)"
                        + " throws Exception {\n" + blocks.get(3) + "}}");
        compile(
                "Watching",
                IMPORTS + "abstract class Watching { interface User { boolean mayHear(CallInfo call); }"
                        + " abstract Optional<User> staff(Optional<String> token);"
                        + " void all(CallGateway gateway, WebServer webServer) {\n" + blocks.get(4) + "}}");
        compile(
                "Agents",
                IMPORTS + "class Agents { void all(VoiceCalls calls, SpeechToText ear, TextToSpeech voice) {\n"
                        + blocks.get(5) + "}}");
        compile(
                "Fallbacks",
                IMPORTS + "class Fallbacks { void all(SpeechToText cloudEar, SpeechToText localEar,"
                        + " Responder largeModel, Responder smallModel, TextToSpeech cloudVoice, TextToSpeech localVoice) {\n"
                        + blocks.get(6) + "}}");
        compile("WithOpenAi", IMPORTS + "class WithOpenAi { void all() {\n" + blocks.get(7) + "}}");
        compile("SnippetTest", IMPORTS + "class SnippetTest {\n" + blocks.get(8) + "}");
    }

    private static List<String> javaIn(String markdown) {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(markdown)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private void compile(String name, String source) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter problems = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(problems, null, null, options, null, List.of(file))
                .call();
        assertThat(compiled).as("%s%n%s", source, problems).isTrue();
    }
}
