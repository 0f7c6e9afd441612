package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A=b|b",
                "A = b |b",
                "  A=b|b",
                "export A=b|b",
                "A=|``",
                "A= # nothing|``",
                "A=b # comment|b",
                "A=b#c|b#c",
                "A=#c|#c",
                "A=a=b==|a=b==",
                "A=$HOME ${B}|$HOME ${B}",
                "A='b # c'|b # c",
                "A='\\n'|\\n",
                "A=' b ' # comment|` b `",
                "A=\"b # c\"|b # c",
                "A=\"say \\\"b\\\"\"|say \"b\"",
                "A=\"C:\\\\new\"|C:\\new",
                "A=\"\"|``",
                "A=it's|it's",
            })
    void readsAValue(String line, String value) {
        assertThat(DotEnv.parse(".env", line)).isEqualTo(Map.of("A", value));
    }

    @Test
    void readsALineBreakInDoubleQuotes() {
        assertThat(DotEnv.parse(".env", "A=\"b\\nc\"")).containsEntry("A", "b\nc");
    }

    @Test
    void readsManyLinesWithAnyLineEndingAndAByteOrderMark() {
        assertThat(DotEnv.parse(".env", "\uFEFFA=b\r\n\r\n# c\n   # d\nexport\tE_1=f\n"))
                .containsExactly(Map.entry("A", "b"), Map.entry("E_1", "f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "1A=hunter2",
                "A B=hunter2",
                "=hunter2",
                "A-B=hunter2",
                "A='hunter2",
                "A=\"hunter2",
                "A='hunter2' x",
                "A=\"hunter2\" x",
                "A=\"hunter2\\x\"",
                "A=\"hunter2\\",
                "A='it's hunter2'"
            })
    void refusesWhatIsNoSettingWithoutQuotingIt(String line) {
        assertThatThrownBy(() -> DotEnv.parse("dir/.env", "# first\n" + line))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("dir/.env, line 2: ")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesWhatIsSetTwice() {
        assertThatThrownBy(() -> DotEnv.parse(".env", "A=one\nB=x\nA=two"))
                .hasMessage(".env, line 3: A is set in line 1 already.");
    }

    @Test
    void readsAVeryLongValue() {
        String value = "x\\\\".repeat(100_000);

        assertThat(DotEnv.parse(".env", "A=\"" + value + "\"")).containsEntry("A", "x\\".repeat(100_000));
    }

    @Test
    void aFileThatIsNotThereSetsNothing(@TempDir Path directory) {
        assertThat(DotEnv.in(directory)).isEmpty();
    }

    @Test
    void readsTheFileOfADirectory(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve(".env"), "A=ü");

        assertThat(DotEnv.in(directory)).containsEntry("A", "ü");
    }

    @Test
    void refusesAFileThatIsNotUtf8(@TempDir Path directory) throws IOException {
        Files.write(directory.resolve(".env"), "A=ü".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> DotEnv.in(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(".env is not a text in UTF-8.");
    }

    @Test
    void refusesADirectoryOfThatName(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve(".env"));

        assertThatThrownBy(() -> DotEnv.in(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("can't be read");
    }
}
