package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@code logback.xml} makes of the log of events, with another size; what is in them, EventLogTest of voicecall-core knows. */
class MediaLogTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger log = context.getLogger(EventLog.LOGGER);

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("MEDIA_LOG", directory.resolve("media.log").toString());
        context.putProperty("MEDIA_LOG_SIZE", "2KB");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(MediaLogTest.class.getResource("/logback.xml"));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** All that waits to be written. A context that stops forgets first where to. */
    private void write() {
        log.getAppender("MEDIA_LOG_QUEUE").stop();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void thereIsNoFileUntilThereIsAnEventThatIsWanted() throws IOException {
        assertThat(files()).isEmpty();
        log.info("{}");
        log.setLevel(Level.INFO);
        write();
        assertThat(files()).isEmpty();
    }

    @Test
    void fourFilesAreKeptBesideTheOneThatIsWritten() throws IOException {
        log.setLevel(Level.INFO);
        for (int i = 0; i < 200; i++) {
            log.info("{\"ts\":\"2026-01-01T00:00:00Z\",\"evt\":\"status\",\"number\":{}}", i);
        }
        write();

        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("media.log", "media.log.1", "media.log.2", "media.log.3", "media.log.4");
        int last = 199;
        for (Path file : files()) {
            assertThat(Files.size(file)).isLessThan(2 * 1_024 + 100);
            List<String> lines = Files.readAllLines(file);
            for (int i = lines.size() - 1; i >= 0; i--) {
                JsonNode line = Json.object(lines.get(i).getBytes(StandardCharsets.UTF_8));
                assertThat(line.path("number").intValue()).isEqualTo(last--);
            }
        }
        assertThat(last).as("the oldest that is kept").isGreaterThan(0);
    }
}
