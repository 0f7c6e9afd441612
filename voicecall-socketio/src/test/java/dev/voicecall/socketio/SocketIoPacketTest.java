package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.socketio.SocketIoPacket.Type;
import dev.voicecall.spi.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketIoPacketTest {
    /** Those of the protocol's own text, and some corners. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "0                                        | CONNECT      | /         |    | ",
                "0{\"token\":\"123\"}                     | CONNECT      | /         |    | {\"token\":\"123\"}",
                "0/admin,{\"token\":\"123\"}              | CONNECT      | /admin    |    | {\"token\":\"123\"}",
                "0/admin                                  | CONNECT      | /admin    |    | ",
                "1/admin,                                 | DISCONNECT   | /admin    |    | ",
                "2[\"foo\"]                               | EVENT        | /         |    | [\"foo\"]",
                "2/admin,[\"bar\"]                        | EVENT        | /admin    |    | [\"bar\"]",
                "212[\"foo\"]                             | EVENT        | /         | 12 | [\"foo\"]",
                "2[1,\"a\"]                               | EVENT        | /         |    | [1,\"a\"]",
                "3/admin,13[\"bar\"]                      | ACK          | /admin    | 13 | [\"bar\"]",
                "4{\"message\":\"no\"}                    | CONNECT_ERROR| /         |    | {\"message\":\"no\"}",
                "51-[\"baz\",{\"_placeholder\":true}]     | BINARY_EVENT | /         |    | [\"baz\",{\"_placeholder\":true}]",
                "62-/admin,15[{\"_placeholder\":true}]    | BINARY_ACK   | /admin    | 15 | [{\"_placeholder\":true}]",
            })
    void readsWhatTheProtocolDescribes(String text, Type type, String namespace, Long id, String data) {
        SocketIoPacket packet = SocketIoPacket.parse(text);

        assertThat(packet.type()).isEqualTo(type);
        assertThat(packet.namespace()).isEqualTo(namespace);
        assertThat(packet.ackId()).isEqualTo(id == null ? OptionalLong.empty() : OptionalLong.of(id));
        assertThat(packet.data().toString()).isEqualTo(data == null ? "" : data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "x",
                " 2[\"a\"]",
                "2",
                "2[]",
                "2{}",
                "2\"a\"",
                "2[null]",
                "2[\"a\"",
                "2[\"a\"]]",
                "2[\"disconnect\"]",
                "2-[\"a\"]",
                "2a[\"a\"]",
                "29999999999999999[\"a\"]",
                "0[]",
                "0\"a\"",
                "1{}",
                "3[\"a\"]",
                "4[]",
                "5[\"a\"]",
                "5x-[\"a\"]",
                "599999-[\"a\"]",
                "5-[\"a\"]",
                "2NaN"
            })
    void refusesAllElse(String text) {
        assertThatThrownBy(() -> SocketIoPacket.parse(text)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void survivesDepthsThatNobodyNeeds() {
        assertThatThrownBy(() -> SocketIoPacket.parse("2[\"a\"," + "[".repeat(400_000) + "]".repeat(400_000) + "]"))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void quotesTheNameOfAnEvent() {
        EncodedEvent event = EncodedEvent.of("a \"b\" \u001e ü", "{\"x\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(event.packet(), StandardCharsets.UTF_8))
                .isEqualTo("42[\"a \\\"b\\\" \\u001E ü\",{\"x\":1}]");
    }
}
