package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CaptureOptions;
import dev.voicecall.audio.WavReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names and the bound of recordings in a directory. */
class CaptureDirectoryTest {
    private static final int SECOND = 8_000;

    @TempDir
    private Path temporary;

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> temporary.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void write(CaptureFiles files, int seconds) throws IOException {
        for (int i = 0; i < seconds; i++) {
            files.write(new byte[SECOND], new byte[SECOND], SECOND);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CA975835de1c9756cebfc846100bfc1e42, CA975835de1c9756cebfc846100bfc1e42",
        "../../etc/passwd, ______etc_passwd",
        "'..\\..\\boot.ini', ______boot_ini",
        "CON, call_CON",
        "com1, call_com1",
        "-rf, call_-rf",
        "'a:b\u0000c', a_b_c"
    })
    void namesAreFilesInTheDirectoryAndNothingElse(String id, String name) {
        assertThat(CaptureDirectory.safe(id)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD83D\uDE00\uD83D\uDE00", "/", ".", "nul"})
    void thereIsANameForEveryId(String id) throws IOException {
        try (CaptureFiles begun = new CaptureDirectory(CaptureOptions.in(temporary)).begin(id)) {
            write(begun, 1);
        }
        assertThat(files()).singleElement().asString().matches("[A-Za-z0-9_-]+\\.wav");
    }

    @Test
    void aNameIsNotTooLong() {
        assertThat(CaptureDirectory.safe("x".repeat(1_000_000))).hasSize(64);
    }

    @Test
    void whatIsThereStays() throws IOException {
        CaptureDirectory directory =
                new CaptureDirectory(CaptureOptions.in(temporary).withSides());
        Files.writeString(temporary.resolve("CA1.wav"), "mine");
        Files.writeString(temporary.resolve("CA1-2-agent.wav"), "mine, too");
        try (CaptureFiles first = directory.begin("CA1");
                CaptureFiles second = directory.begin("CA1")) {
            write(first, 1);
            write(second, 1);
        }
        assertThat(temporary.resolve("CA1.wav")).hasContent("mine");
        assertThat(temporary.resolve("CA1-2-agent.wav")).hasContent("mine, too");
        assertThat(files())
                .containsExactly(
                        "CA1-2-agent.wav",
                        "CA1-3-agent.wav",
                        "CA1-3-caller.wav",
                        "CA1-3.wav",
                        "CA1-4-agent.wav",
                        "CA1-4-caller.wav",
                        "CA1-4.wav",
                        "CA1.wav");
    }

    @Test
    void theSidesAreByThemselvesToo() throws IOException {
        try (CaptureFiles begun =
                new CaptureDirectory(CaptureOptions.in(temporary).withSides()).begin("CA1")) {
            begun.write(new byte[] {1, 2}, new byte[] {3, 4}, 2);
        }
        assertThat(samples("CA1.wav", 0)).containsExactly(1, 2);
        assertThat(samples("CA1.wav", 1)).containsExactly(3, 4);
        assertThat(samples("CA1-caller.wav", 0)).containsExactly(1, 2);
        assertThat(samples("CA1-agent.wav", 0)).containsExactly(3, 4);
    }

    private byte[] samples(String file, int channel) throws IOException {
        try (WavReader reader =
                WavReader.openChannel(new ByteArrayInputStream(Files.readAllBytes(temporary.resolve(file))), channel)) {
            return reader.readAllBytes();
        }
    }

    @Test
    void theOldestGoWhenThereIsNoMoreRoom() throws IOException {
        old("CA1.wav", 400_000, 1);
        old("CA3.wav", 400_000, 3);
        old("CA2.wav", 100_000, 2);
        old("notes.txt", 900_000, 0);
        CaptureDirectory directory =
                new CaptureDirectory(CaptureOptions.in(temporary).withMaxBytes(1_000_000));
        try (CaptureFiles begun = directory.begin("CA4")) {
            write(begun, 6);
            assertThat(files()).containsExactly("CA1.wav", "CA2.wav", "CA3.wav", "CA4.wav", "notes.txt");
            write(begun, 1);
            assertThat(files()).containsExactly("CA2.wav", "CA3.wav", "CA4.wav", "notes.txt");
            write(begun, 30);
            assertThat(files()).containsExactly("CA3.wav", "CA4.wav", "notes.txt");
        }
    }

    @Test
    void oneThatIsBeingWrittenStaysAndEndsWhereThereIsNoRoom() throws IOException {
        CaptureDirectory directory =
                new CaptureDirectory(CaptureOptions.in(temporary).withMaxBytes(1_000_000));
        try (CaptureFiles first = directory.begin("CA1");
                CaptureFiles second = directory.begin("CA2")) {
            write(first, 40);
            write(second, 22);
            assertThatThrownBy(() -> write(second, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1000000 bytes");
        }
        assertThat(files()).containsExactly("CA1.wav", "CA2.wav");
        Files.setLastModifiedTime(temporary.resolve("CA1.wav"), FileTime.from(Instant.EPOCH));
        try (CaptureFiles third = directory.begin("CA3")) {
            write(third, 10);
        }
        assertThat(files()).containsExactly("CA2.wav", "CA3.wav");
    }

    @Test
    void whatCouldNotBeWrittenTakesNoRoom() throws IOException {
        Path captures = temporary.resolve("captures");
        Path away = temporary.resolve("away");
        CaptureDirectory directory =
                new CaptureDirectory(CaptureOptions.in(captures).withMaxBytes(1_000_000));
        try (CaptureFiles first = directory.begin("CA1")) {
            Files.move(captures, away);
            assertThatThrownBy(() -> write(first, 60)).isInstanceOf(IOException.class);
            Files.move(away, captures);
        }
        try (CaptureFiles second = directory.begin("CA2")) {
            write(second, 62);
        }
    }

    private void old(String name, int bytes, int day) throws IOException {
        Path file = temporary.resolve(name);
        Files.write(file, new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(86_400L * day)));
    }

    @Test
    void theBoundIsNoLessThanAMinute() {
        assertThatThrownBy(() -> CaptureOptions.in(temporary).withMaxBytes(999_999))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
