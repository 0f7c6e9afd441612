package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallQuery;
import dev.voicecall.VoiceCallException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCenterConfigTest {
    @TempDir
    Path directory;

    @Test
    void keepsCallsInAFileIfNothingElseIsSet() {
        CallCenterConfig config = config(Map.of());

        assertThat(config.assistant().service().port()).isEqualTo(8080);
        assertThat(config.assemblyAi()).isEmpty();
        assertThat(config.database().jdbcUrl()).startsWith("jdbc:h2:file:" + directory.resolve("calls") + ";");
        for (int i = 0; i < 2; i++) {
            try (CallDatabase.Open database = config.database().open()) {
                assertThat(database.store().list(CallQuery.NEWEST).calls()).isEmpty();
            }
        }
        assertThat(directory.resolve("calls.mv.db")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://me:p%40ss%2Fw+rd@db.example.com:5433/calls?sslmode=require,"
                + " jdbc:postgresql://db.example.com:5433/calls?sslmode=require, me, p@ss/w+rd",
        "postgres://me@db.example.com/calls, jdbc:postgresql://db.example.com/calls, me, ''",
        "postgresql://db.example.com/calls, jdbc:postgresql://db.example.com/calls, '', ''",
        "jdbc:postgresql://db/calls?user=me&password=secret, jdbc:postgresql://db/calls?user=me&password=secret, '', ''"
    })
    void takesTheUrlsOfPostgres(String url, String jdbcUrl, String user, String password) {
        CallDatabase database = config(Map.of("DATABASE_URL", url)).database();

        assertThat(database).isEqualTo(new CallDatabase(jdbcUrl, user, password));
        assertThat(database.toString()).isEqualTo("PostgreSQL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://me:hunter2@db/calls",
                "postgresql://me:hunter2@db",
                "postgresql://me:hunter2@/calls",
                "postgresql://me:hunter2%zz@db/calls",
                "postgresql://me:1/hunter2@db/calls",
                "jdbc:postgresql://me:hunter2@db/calls",
                "jdbc:postgresql:hunter2@db",
                "hunter2"
            })
    void refusesOtherUrlsWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> config(Map.of("DATABASE_URL", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("DATABASE_URL has to be a URL like ")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:port/calls?user=me&password=hunter2",
                "jdbc:postgresql:calls?password=hunter2%zz",
                "jdbc:postgresql://db/calls/more?password=hunter2"
            })
    void doesNotRepeatAUrlThatTheDriverDoesNotUnderstand(String url) {
        CallDatabase database = config(Map.of("DATABASE_URL", url)).database();

        assertThatThrownBy(database::open)
                .isInstanceOf(VoiceCallException.class)
                .hasNoCause()
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAFileThatWouldSetMore() {
        assertThatThrownBy(() -> config(Map.of("CALLS_DB", "calls;INIT=RUNSCRIPT FROM 'x'")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("CALLS_DB has to be");
    }

    @Test
    void transcribesByAssemblyAiIfThereIsAKey() {
        assertThat(config(Map.of("ASSEMBLYAI_API_KEY", "hunter2")).assemblyAi()).isPresent();
        assertThatThrownBy(() -> config(Map.of("ASSEMBLYAI_API_KEY", "hunter2", "ASSEMBLYAI_BASE_URL", "nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hunter2");
    }

    private CallCenterConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
                "TWILIO_AUTH_TOKEN", "token",
                "TWILIO_PHONE_NUMBER", "+14155550100",
                "PUBLIC_URL", "http://127.0.0.1:8080"));
        settings.putAll(more);
        return CallCenterConfig.of(settings, directory);
    }
}
