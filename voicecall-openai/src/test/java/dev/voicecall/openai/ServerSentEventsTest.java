package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ServerSentEventsTest {
    @Test
    void anEventEndsWithAnEmptyLine() throws IOException {
        assertThat(read("data: one\n\ndata: two\n\n")).containsExactly("one", "two");
    }

    @Test
    void linesEndInAnyWay() throws IOException {
        assertThat(read("data: one\r\n\r\ndata: two\r\rdata: three\n\n")).containsExactly("one", "two", "three");
        assertThat(read("data: one\r\n\rdata: two\r\n\n")).containsExactly("one", "two");
    }

    @Test
    void dataOfSeveralLinesIsOneEvent() throws IOException {
        assertThat(read("data: a\ndata: b\ndata:\ndata\ndata:  c\n\n")).containsExactly("a\nb\n\n\n c");
    }

    @Test
    void onlyDataCounts() throws IOException {
        assertThat(read(": ping\n\nevent: delta\nid: 7\nretry: 10\ndataset: x\nDATA: y\ndata: a:b\n:\n\n\n\n"))
                .containsExactly("a:b");
    }

    @Test
    void anEventWithoutDataIsNone() throws IOException {
        assertThat(read("event: ping\n\ndata: one\n\n")).containsExactly("one");
    }

    @Test
    void emptyDataIsAnEvent() throws IOException {
        assertThat(read("data:\n\ndata: \n\n")).containsExactly("", "");
    }

    @Test
    void theLastEventNeedsNoEmptyLine() throws IOException {
        assertThat(read("data: one\n\ndata: [DONE]")).containsExactly("one", "[DONE]");
        assertThat(read("data: one\n\ndata: [DONE]\n")).containsExactly("one", "[DONE]");
        assertThat(read("data: one\n\ndata: [DONE]\r")).containsExactly("one", "[DONE]");
        assertThat(read("data: one\n\n: bye")).containsExactly("one");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertThat(read("\uFEFFdata: one\n\n\uFEFFdata: two\n\n")).containsExactly("one");
    }

    @Test
    void aLineAndAnEventAreBounded() {
        byte[] line = ("data: " + "x".repeat(ServerSentEvents.MAX_BYTES)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new ServerSentEvents().feed(line)).isInstanceOf(IOException.class);
        byte[] lines = ("data: " + "x".repeat(1_000) + "\n").repeat(1_100).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> new ServerSentEvents().feed(lines)).isInstanceOf(IOException.class);
    }

    @Test
    void aLongStreamOfEventsIsNotBounded() throws IOException {
        assertThat(read(("data: " + "x".repeat(1_000) + "\n\n").repeat(2_000))).hasSize(2_000);
    }

    @Test
    void itDoesNotMatterWhereTheBytesAreCut() {
        Seeds.upTo(500).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> events = new ArrayList<>();
            StringBuilder stream = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                String end = List.of("\n", "\r", "\r\n").get(random.nextInt(3));
                String first = word(random);
                String second = word(random);
                events.add(first + "\n" + second);
                stream.append(":").append(word(random)).append(end);
                stream.append("data: ").append(first).append(end);
                stream.append("data:").append(second).append(end).append(end);
            }
            assertThat(readInPieces(stream.toString(), random)).isEqualTo(events);
        });
    }

    private static String word(SplittableRandom random) {
        List<String> letters = List.of("a", "ß", "語", "🙂", "{", ":", "\"", "x ");
        StringBuilder word = new StringBuilder("w");
        for (int i = random.nextInt(6); i > 0; i--) {
            word.append(letters.get(random.nextInt(letters.size())));
        }
        return word.toString();
    }

    private static List<String> readInPieces(String stream, SplittableRandom random) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        ServerSentEvents parser = new ServerSentEvents();
        List<String> events = new ArrayList<>();
        try {
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + random.nextInt(1, 9));
                events.addAll(parser.feed(Arrays.copyOfRange(bytes, from, to)));
                from = to;
            }
            parser.finish().ifPresent(events::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    private static List<String> read(String stream) throws IOException {
        ServerSentEvents parser = new ServerSentEvents();
        List<String> events = new ArrayList<>(parser.feed(stream.getBytes(StandardCharsets.UTF_8)));
        parser.finish().ifPresent(events::add);
        return events;
    }
}
