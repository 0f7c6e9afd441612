package dev.voicecall.twilio;

import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A body of which so much at most is taken, each piece of it within a time. What is beyond, or does not come, is an
 * {@link IOException}, and the connection is closed. Used by one thread at a time.
 */
final class BoundedStream extends InputStream {
    private final InputStream body;
    private final long maxBytes;
    private final Duration patience;
    private final Scheduler scheduler;
    private long taken;
    private volatile boolean tooSlow;

    BoundedStream(InputStream body, long maxBytes, Duration patience, Scheduler scheduler) {
        this.body = body;
        this.maxBytes = Math.max(0, maxBytes);
        this.patience = patience;
        this.scheduler = scheduler;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long left = maxBytes - taken;
        int most = left < length ? (int) left + 1 : length; // whether there is more can only be known by reading it
        Scheduler.Timer tooLong = scheduler.schedule(patience, scheduler.worker(), this::giveUp);
        int read;
        try {
            read = body.read(into, offset, most);
        } catch (IOException e) {
            throw tooSlow ? new IOException("Nothing has come for " + patience.toSeconds() + " s.", e) : e;
        } finally {
            tooLong.cancel();
        }
        taken += Math.max(0, read);
        if (taken > maxBytes) {
            close();
            throw new IOException("It is longer than " + maxBytes + " bytes.");
        }
        return read;
    }

    private void giveUp() {
        tooSlow = true;
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
