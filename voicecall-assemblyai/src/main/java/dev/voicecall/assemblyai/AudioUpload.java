package dev.voicecall.assemblyai;

import dev.voicecall.spi.Transcriber.Audio;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A sound on its way to AssemblyAI: read as it is sent, never held as a whole. Used for one attempt, whose connection reads it on a
 * thread of its own.
 */
final class AudioUpload extends InputStream {
    private final Audio.Content content;
    private final AtomicLong progress;
    private long leftBytes;
    private final Object opening = new Object();
    private @Nullable InputStream source;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /** @param progress counts what goes */
    AudioUpload(Audio.Content content, AtomicLong progress) {
        this.content = content;
        this.progress = progress;
        this.leftBytes = content.lengthBytes();
    }

    /** The body, with its length. */
    BodyPublisher body() {
        if (content.lengthBytes() == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), content.lengthBytes());
    }

    /** @throws IOException if that is why the attempt failed: the sound can't be read */
    void throwIfUnreadable() throws IOException {
        IOException known = failure;
        if (known != null) {
            throw known;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        throwIfUnreadable();
        if (leftBytes == 0 || length == 0) {
            return leftBytes == 0 ? -1 : 0;
        }
        try {
            int count = opened().read(into, offset, (int) Math.min(length, leftBytes));
            if (count < 0) {
                throw new IOException(content.name() + " should have " + content.lengthBytes() + " bytes, and ends "
                        + leftBytes + " bytes before.");
            }
            leftBytes -= count;
            progress.addAndGet(count);
            return count;
        } catch (IOException e) {
            failure = closed ? failure : e;
            throw e;
        }
    }

    private InputStream opened() throws IOException {
        synchronized (opening) {
            if (closed) {
                throw new IOException("The upload was given up.");
            }
            InputStream open = source == null ? content.source().open() : source;
            source = open;
            return open;
        }
    }

    /** May be called while another thread reads, which then fails. */
    @Override
    public void close() throws IOException {
        synchronized (opening) {
            closed = true;
            if (source != null) {
                source.close();
            }
        }
    }
}
