package dev.voicecall.twilio;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What we send over a media stream, and whether it gets away: a connection that takes nothing for {@link #PATIENCE}, or
 * lets more than a minute of sound pile up, is as good as broken.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class StreamOutput {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FRAME_BYTES = 160;
    /** A minute of sound, sent faster than the network takes it. */
    private static final int MAX_QUEUED_BYTES = 640_000;

    private final WebSocket socket;
    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final Consumer<String> whenStuck;
    private final StreamWriter writer;
    private CompletableFuture<Void> newest = CompletableFuture.completedFuture(null);
    private boolean watching;
    private boolean stopped;
    private Timer timer = Timer.NONE;
    private long frames;

    /** @param whenStuck told what is wrong with the connection */
    StreamOutput(WebSocket socket, Scheduler scheduler, Mailbox mailbox, String streamSid, Consumer<String> whenStuck) {
        this.socket = socket;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.whenStuck = whenStuck;
        this.writer = new StreamWriter(streamSid);
    }

    /** @throws IllegalArgumentException if it isn't whole frames */
    static void requireFrames(byte[] muLaw) {
        if (muLaw.length == 0 || muLaw.length % FRAME_BYTES != 0) {
            throw new IllegalArgumentException("The sound has " + muLaw.length + " bytes; it must be whole frames of "
                    + FRAME_BYTES + " bytes (20 ms) each.");
        }
    }

    void media(byte[] muLaw) {
        send(writer.media(muLaw));
        frames += stopped ? 0 : muLaw.length / FRAME_BYTES;
    }

    void mark(String name) {
        send(writer.mark(name));
    }

    void clear() {
        send(writer.clear());
    }

    /** From now on all that is to be sent is dropped. */
    void stop() {
        stopped = true;
        timer.cancel();
    }

    /** How many frames of 20 ms were sent. */
    long frames() {
        return frames;
    }

    private void send(ByteBuffer message) {
        if (stopped) {
            return;
        }
        if (socket.queuedBytes() > MAX_QUEUED_BYTES) {
            whenStuck.accept(MAX_QUEUED_BYTES + " bytes wait to be sent");
            return;
        }
        newest = socket.sendText(message).toCompletableFuture();
        if (!watching && !newest.isDone()) {
            watch(newest);
        }
    }

    /** One timer for all that is sent meanwhile. Of what fails the connection's end tells. */
    private void watch(CompletableFuture<Void> sending) {
        watching = true;
        timer = scheduler.schedule(PATIENCE, mailbox, () -> {
            watching = false;
            if (!sending.isDone()) {
                whenStuck.accept("nothing could be sent for " + PATIENCE.toSeconds() + " s");
            } else if (!newest.isDone()) {
                watch(newest);
            }
        });
    }
}
