package dev.voicecall.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.voicecall.spi.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A packet of Socket.IO protocol 5: {@code 2/admin,17["event",{}]}. Immutable.
 *
 * @param namespace {@code /} if it is not said
 * @param ackId of an event that is to be acknowledged, or of its acknowledgement
 * @param data missing if there is none
 */
record SocketIoPacket(Type type, String namespace, OptionalLong ackId, JsonNode data) {
    /** What it is for. */
    enum Type {
        CONNECT('0'),
        DISCONNECT('1'),
        EVENT('2'),
        ACK('3'),
        CONNECT_ERROR('4'),
        BINARY_EVENT('5'),
        BINARY_ACK('6');

        private final char code;

        Type(char code) {
            this.code = code;
        }

        private static Type of(char code) {
            return Stream.of(values())
                    .filter(type -> type.code == code)
                    .findFirst()
                    .orElseThrow();
        }
    }

    static final String MAIN = "/";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Type and, of a binary one, number of attachments, namespace, id; the rest is JSON. */
    private static final Pattern HEAD = Pattern.compile("(?:[0-4]|[56][0-9]{1,4}+-)(/[^,]*+,?+)?+([0-9]{1,15}+)?+");

    /** Names that mean something to the libraries themselves. */
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /**
     * Reads what a client sent.
     *
     * @throws BadRequestException if it is no packet, or its data is not what its type demands
     */
    static SocketIoPacket parse(String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            throw new BadRequestException("A packet does not begin with a type of Socket.IO.");
        }
        Type type = Type.of(text.charAt(0));
        String namespace = head.group(1) == null ? MAIN : head.group(1).replace(",", "");
        OptionalLong id = head.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(head.group(2)));
        SocketIoPacket packet = new SocketIoPacket(type, namespace, id, json(text.substring(head.end())));
        if (!packet.hasDataOfItsType()) {
            throw new BadRequestException("The data of a packet is not what its type, " + type + ", demands.");
        }
        return packet;
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new BadRequestException("The data of a packet is no JSON.");
        }
    }

    private boolean hasDataOfItsType() {
        return switch (type) {
            case CONNECT -> data.isMissingNode() || data.isObject();
            case DISCONNECT -> data.isMissingNode();
            case EVENT, BINARY_EVENT -> isEvent();
            case ACK, BINARY_ACK -> data.isArray() && ackId.isPresent();
            case CONNECT_ERROR -> data.isTextual() || data.isObject();
        };
    }

    private boolean isEvent() {
        JsonNode name = data.path(0);
        return data.isArray() && (name.isNumber() || (name.isTextual() && !RESERVED.contains(name.textValue())));
    }

    /** As an Engine.IO message. */
    byte[] encode() {
        StringBuilder text = new StringBuilder().append('4').append(type.code);
        if (!namespace.equals(MAIN)) {
            text.append(namespace).append(',');
        }
        ackId.ifPresent(text::append);
        if (!data.isMissingNode()) {
            text.append(data);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An answer in a namespace. */
    static SocketIoPacket of(Type type, String namespace, JsonNode data) {
        return new SocketIoPacket(type, namespace, OptionalLong.empty(), data);
    }

    /** The acknowledgement of an event. */
    static SocketIoPacket ack(long id, JsonNode argument) {
        return new SocketIoPacket(
                Type.ACK,
                MAIN,
                OptionalLong.of(id),
                JsonNodeFactory.instance.arrayNode().add(argument));
    }
}
