package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Java in a page of Markdown, and whether it compiles. */
final class JavaSnippets {
    /** What an example of a few lines does without saying. */
    static final String IMPORTS = """
            import dev.voicecall.*;
            import dev.voicecall.assemblyai.AssemblyAi;
            import dev.voicecall.netty.NettyWebServer;
            import dev.voicecall.offline.*;
            import dev.voicecall.openai.*;
            import dev.voicecall.socketio.*;
            import dev.voicecall.spi.*;
            import dev.voicecall.store.jdbc.JdbcCallStore;
            import dev.voicecall.testkit.*;
            import dev.voicecall.twilio.*;
            import java.net.URI;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.Map;
            import java.util.Optional;
            import java.util.concurrent.CompletableFuture;
            import javax.sql.DataSource;
            import org.junit.jupiter.api.Test;
            import static org.junit.jupiter.api.Assertions.assertEquals;
            """;

    private JavaSnippets() {}

    static List<String> in(String markdown) {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(markdown)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** Compiles all of it at once, since a compiler takes longer to start than to compile a few lines. */
    static void compile(Map<String, String> sources, Path classes) {
        StringWriter problems = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        List<JavaFileObject> files = new ArrayList<>();
        sources.forEach((name, source) -> files.add(file(name, source)));
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(problems, null, null, options, null, files)
                .call();
        assertThat(compiled)
                .as("%s%n%s", String.join("\n", sources.values()), problems)
                .isTrue();
    }

    private static JavaFileObject file(String name, String source) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
