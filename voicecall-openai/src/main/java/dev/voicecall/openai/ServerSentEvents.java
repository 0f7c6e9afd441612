package dev.voicecall.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads server-sent events from bytes that come in pieces, as the
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">HTML standard</a> has it. Of an event
 * only its data counts here. Called by one thread at a time.
 */
final class ServerSentEvents {
    /** A line, and the data of an event, may have so many bytes. */
    static final int MAX_BYTES = 1 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean firstLine = true;
    private boolean hasData;
    private boolean afterCarriageReturn;

    /**
     * Takes the next bytes.
     *
     * @return the data of the events that they complete
     * @throws IOException if a line or an event is too long
     */
    List<String> feed(byte[] bytes) throws IOException {
        List<String> events = new ArrayList<>();
        for (byte b : bytes) {
            boolean secondOfTwo = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (b == '\r' || (b == '\n' && !secondOfTwo)) {
                endOfLine().ifPresent(events::add);
            } else if (!secondOfTwo) {
                requireRoom(line.size());
                line.write(b);
            }
        }
        return events;
    }

    /**
     * There are no more bytes.
     *
     * @return the data of an event that was not closed by an empty line; servers forget it
     * @throws IOException if it is too long
     */
    Optional<String> finish() throws IOException {
        return line.size() == 0 ? endOfEvent() : endOfLine().or(this::endOfEvent);
    }

    private Optional<String> endOfLine() throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            return endOfEvent();
        }
        int colon = text.indexOf(':');
        if ((colon < 0 ? text : text.substring(0, colon)).equals("data")) {
            addData(colon < 0 ? "" : text.substring(colon + 1));
        }
        return Optional.empty();
    }

    private void addData(String value) throws IOException {
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        data.append(value, value.startsWith(" ") ? 1 : 0, value.length());
        requireRoom(data.length());
    }

    private Optional<String> endOfEvent() {
        Optional<String> event = hasData ? Optional.of(data.toString()) : Optional.empty();
        data.setLength(0);
        hasData = false;
        return event;
    }

    private static void requireRoom(int size) throws IOException {
        if (size >= MAX_BYTES) {
            throw new IOException("An event of the stream is longer than " + MAX_BYTES + " bytes.");
        }
    }
}
