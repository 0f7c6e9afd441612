package dev.voicecall.openai;

import dev.voicecall.ProviderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The events of an answer that is a stream of them. Called by one thread at a time; to be closed. */
final class EventStream implements AutoCloseable {
    private static final String DONE = "[DONE]";

    private final Reply reply;
    private final ServerSentEvents parser = new ServerSentEvents();
    private final Queue<String> events = new ArrayDeque<>();
    private boolean over;
    private boolean done;

    /** @throws ProviderException if it isn't a stream of events */
    EventStream(Reply reply) {
        this.reply = reply;
        if (!reply.contentType().equals("text/event-stream")) {
            reply.close();
            throw reply.failures()
                    .unexpected("the answer is '" + reply.contentType()
                            + "' and not a stream of events; check the base URL.");
        }
    }

    /**
     * The data of the next event; {@code null} at the end.
     *
     * @throws ProviderException if none comes in time, or the connection breaks
     */
    @Nullable
    String next() throws InterruptedException {
        while (events.isEmpty() && !over) {
            read();
        }
        String event = events.poll();
        if (DONE.equals(event)) {
            done = true;
            over = true;
            events.clear();
            reply.finish();
            return null;
        }
        return event;
    }

    /** Whether it came to its end as it should, with {@code [DONE]}. */
    boolean isDone() {
        return done;
    }

    private void read() throws InterruptedException {
        byte[] piece = reply.next();
        try {
            if (piece == null) {
                over = true;
                parser.finish().ifPresent(events::add);
            } else {
                events.addAll(parser.feed(piece));
            }
        } catch (IOException e) {
            throw reply.failures().unexpected(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        reply.close();
    }
}
