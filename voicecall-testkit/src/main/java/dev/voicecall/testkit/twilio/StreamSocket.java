package dev.voicecall.testkit.twilio;

import java.util.List;

/**
 * Twilio's end of the WebSocket of a stream. Nothing blocks; on a connection that is gone nothing happens. Safe for use by
 * many threads.
 */
interface StreamSocket {
    /** Sends text messages, UTF-8, in one write. */
    void send(List<byte[]> messages);

    /** Begins to close, after what was sent. */
    void close();

    /** Breaks the connection without a word, or gives up connecting. */
    void abort();

    /** Neither reads nor sends any more, and leaves the connection open. */
    void freeze();

    /** Hears of what happens on a connection. Called by one thread at a time. */
    interface Listener {
        /** The connection stands. Comes first, if at all. */
        void onOpen();

        void onText(String message);

        void onBinary();

        /** What was to be sent is dropped, because the other end does not read. */
        void onTooSlow();

        /**
         * There is no connection, or none any more. Comes exactly once, and last.
         *
         * @param why what Twilio's debugger has to say of it, if it was not this end that closed
         */
        void onClosed(Problem why);
    }
}
