package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallEvent;
import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.spi.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final CallEvent RINGING = new CallEvent(
            "status",
            Instant.EPOCH,
            new CallInfo(Direction.INBOUND, Optional.of("CA1"), "+14155550123", "+14155550100"),
            Map.of("status", "ringing"));

    private final EventStream stream = new EventStream();

    @Test
    void sendsEventsToAllWhoAreConnected() {
        Client mary = connected();
        Client john = connected();
        stream.onClose(john, WebSocket.NORMAL, "");

        stream.publish(RINGING);

        assertThat(mary.received).containsExactly("{\"evt\":\"connected\"}", RINGING.toJson());
        assertThat(john.received).hasSize(1);
    }

    @Test
    void dropsAClientThatDoesNotReadAndNoOther() {
        Client slow = connected();
        Client quick = connected();
        slow.queuedBytes = 70_000;

        stream.publish(RINGING);

        assertThat(slow.closed).isEqualTo(WebSocket.POLICY_VIOLATION);
        assertThat(slow.received).hasSize(1);
        assertThat(quick.received).hasSize(2);
    }

    @Test
    void takesSoManyClientsOnly() {
        for (int i = 0; i < EventStream.MAX_CLIENTS; i++) {
            connected();
        }

        Client tooMany = connected();

        assertThat(tooMany.closed).isEqualTo(WebSocket.POLICY_VIOLATION);
        assertThat(tooMany.received).isEmpty();
    }

    private Client connected() {
        Client client = new Client();
        stream.onOpen(client);
        return client;
    }

    private static final class Client implements WebSocket {
        final List<String> received = new ArrayList<>();
        long queuedBytes;
        int closed;

        @Override
        public CompletionStage<Void> sendText(ByteBuffer utf8) {
            received.add(StandardCharsets.UTF_8.decode(utf8).toString());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> sendBinary(ByteBuffer data) {
            throw new UnsupportedOperationException("Events are text.");
        }

        @Override
        public long queuedBytes() {
            return queuedBytes;
        }

        @Override
        public void close(int code, String reason) {
            closed = code;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }
}
