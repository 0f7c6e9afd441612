package dev.voicecall.testkit.assemblyai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A streaming session, as a test sees it. Safe for use by many threads. */
public final class SimulatedStream {
    private static final int MAX_MESSAGES = 20_000;

    private final String query;
    private final Runnable cut;
    private final List<String> received = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private int chunks;
    private Duration sound = Duration.ZERO;
    private int closeCode;

    SimulatedStream(String query, Runnable cut) {
        this.query = query;
        this.cut = cut;
    }

    /** The query of its URL, as it was sent. */
    public String query() {
        return query;
    }

    /** All texts of the client, in order. */
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    /** All messages to the client, in order. */
    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    /** How many messages of sound have come. */
    public synchronized int chunks() {
        return chunks;
    }

    /** How much sound has come. */
    public synchronized Duration sound() {
        return sound;
    }

    /** With which code the server has closed it; 0 if it has not. */
    public synchronized int closeCode() {
        return closeCode;
    }

    /** Breaks the connection without a close frame. */
    public void cut() {
        cut.run();
    }

    synchronized void received(String text) {
        if (received.size() < MAX_MESSAGES) {
            received.add(text);
        }
    }

    synchronized void sent(String text) {
        if (sent.size() < MAX_MESSAGES) {
            sent.add(text);
        }
    }

    synchronized void chunk(Duration length) {
        chunks++;
        sound = sound.plus(length);
    }

    synchronized void closed(int code) {
        closeCode = code;
    }
}
