package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A media stream of Twilio's: one WebSocket connection, and the line that it carries. On one that only listens, the line
 * must not be sent anything.
 *
 * <p>Messages are read on the connection's thread and handed to the mailbox, in order; all else happens there, on the same
 * thread unless the call is busy with something else. What Twilio should not send is ignored and counted, unless it raises
 * doubt about whose sound this is: then the connection is closed.
 *
 * <p>Belongs to one call; called on its mailbox, but for what {@link WebSocketListener} says.
 */
final class MediaStream implements WebSocketListener, AudioLine {
    private static final Duration START = Duration.ofSeconds(10);
    /** A minute of sound that the call has not come round to hear. */
    private static final int MAX_WAITING_MESSAGES = 3_000;

    private static final int SAMPLES_PER_MILLI = 8;
    private static final String KEYS = "0123456789*#ABCD";

    private enum State {
        CONNECTED,
        OPEN,
        OVER
    }

    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final AudioLine.Listener listener;
    private final Owner owner;

    // Of the connection's thread.
    private final StreamReader reader = new StreamReader();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean tooSlow;

    // Of the mailbox.
    private State state = State.CONNECTED;
    private @Nullable WebSocket socket;
    private String streamSid = "";
    private @Nullable StreamOutput output;
    private Timer startTimer = Timer.NONE;
    private long framesIn;
    private long ignored;

    /** Whose stream it is. Called on the mailbox. */
    interface Owner {
        /** Whether this is the call whose sound was asked for. */
        boolean isOurs(String callSid);

        /** Twilio has sent something. */
        void onSign();

        /**
         * What the other side hears.
         *
         * @return false if nobody asked for that
         */
        boolean onOutbound(long positionSamples, byte[] muLaw);

        /** Something went wrong that the stream survived. Comes once at most. */
        void onWarning(VoiceCallException problem);

        /** Twilio says that it has ended the stream; {@link #onOver} follows. */
        void onStop();

        /**
         * The stream is over; comes once.
         *
         * @param problem why; null if that is what we wanted
         */
        void onOver(@Nullable CarrierException problem);
    }

    MediaStream(Scheduler scheduler, Mailbox mailbox, AudioLine.Listener listener, Owner owner) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
        this.owner = owner;
    }

    @Override
    public void onOpen(WebSocket socket) {
        mailbox.executeHere(() -> connected(socket));
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        handOver(socket, reader.read(utf8));
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer data) {
        handOver(socket, new StreamMessage.Unusable("it is binary"));
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        String why = tooSlow
                ? "more than " + MAX_WAITING_MESSAGES + " messages waited to be heard"
                : "its connection broke (WebSocket code " + code + ")";
        mailbox.executeHere(() -> over(broken(why), WebSocket.NORMAL, ""));
    }

    private void handOver(WebSocket socket, StreamMessage message) {
        if (waiting.incrementAndGet() > MAX_WAITING_MESSAGES) {
            tooSlow = true;
            socket.close(WebSocket.INTERNAL_ERROR, "Too slow to listen");
            return;
        }
        mailbox.executeHere(() -> {
            waiting.decrementAndGet();
            received(socket, message);
        });
    }

    private void connected(WebSocket socket) {
        this.socket = socket;
        if (state == State.OVER) {
            socket.close(WebSocket.NORMAL, "");
        }
    }

    /** From now on it has some time to start; also a connection that broke before it stood is noticed by that. */
    void awaitStart() {
        startTimer =
                scheduler.schedule(START, mailbox, () -> refuse("did not start within " + START.toSeconds() + " s"));
    }

    private void received(WebSocket socket, StreamMessage message) {
        if (state == State.OVER) {
            return;
        }
        owner.onSign();
        if (message instanceof StreamMessage.Unusable unusable) {
            ignore(unusable.why());
        } else if (message instanceof StreamMessage.Start start) {
            start(socket, start);
        } else if (message instanceof StreamMessage.Connected) {
            return; // the start says more
        } else if (state != State.OPEN) {
            ignore("it came before the start");
        } else if (!message.streamSid().equals(streamSid)) {
            ignore("it is about another stream");
        } else {
            heard(message);
        }
    }

    private void start(WebSocket socket, StreamMessage.Start start) {
        boolean telephone =
                start.encoding().equals("audio/x-mulaw") && start.sampleRateHz() == 8_000 && start.channels() == 1;
        if (state == State.OPEN) {
            ignore("it is a second start");
        } else if (!owner.isOurs(start.callSid())) {
            refuse("is another call's");
        } else if (!telephone || start.streamSid().isEmpty()) {
            refuse("has no SID, or is not of one channel of μ-law with 8,000 samples per second");
        } else {
            startTimer.cancel();
            state = State.OPEN;
            streamSid = start.streamSid();
            output = new StreamOutput(socket, scheduler, mailbox, streamSid, this::stuck);
            listener.onOpen(this);
        }
    }

    private void heard(StreamMessage message) {
        if (message instanceof StreamMessage.Media media) {
            media(media);
        } else if (message instanceof StreamMessage.Mark mark) {
            listener.onMark(mark.name());
        } else if (message instanceof StreamMessage.Dtmf dtmf) {
            key(dtmf.digit());
        } else {
            owner.onStop();
            over(broken("Twilio ended it"), WebSocket.NORMAL, "");
        }
    }

    private void media(StreamMessage.Media media) {
        long positionSamples = media.timestampMillis() * SAMPLES_PER_MILLI;
        if (media.track().equals("inbound")) {
            framesIn++;
            listener.onAudio(positionSamples, media.payload());
        } else if (!media.track().equals("outbound") || !owner.onOutbound(positionSamples, media.payload())) {
            ignore("it is sound of our own side");
        }
    }

    private void key(String digit) {
        if (digit.length() == 1 && KEYS.contains(digit)) {
            listener.onKey(digit.charAt(0));
        } else {
            ignore("it has a key that no telephone has");
        }
    }

    @Override
    public void send(byte[] muLaw) {
        StreamOutput.requireFrames(muLaw);
        if (output != null) {
            output.media(muLaw);
        }
    }

    @Override
    public void mark(String name) {
        if (output != null) {
            output.mark(name);
        }
    }

    @Override
    public void clear() {
        if (output != null) {
            output.clear();
        }
    }

    @Override
    public void close() {
        over(null, WebSocket.NORMAL, "");
    }

    /** Closes a stream that has fallen silent though the call goes on. */
    void giveUp() {
        over(broken("nothing came over it any more"), WebSocket.INTERNAL_ERROR, "Silent");
    }

    private void stuck(String why) {
        over(broken(why), WebSocket.INTERNAL_ERROR, "Too slow to read");
    }

    private void refuse(String why) {
        over(broken("it " + why), WebSocket.POLICY_VIOLATION, "Not the stream that was asked for");
    }

    private void over(@Nullable CarrierException problem, int code, String reason) {
        if (state == State.OVER) {
            return;
        }
        state = State.OVER;
        startTimer.cancel();
        if (output != null) {
            output.stop();
        }
        if (socket != null) {
            socket.close(code, reason);
        }
        owner.onOver(problem);
    }

    private void ignore(String why) {
        ignored++;
        if (ignored == 1) {
            owner.onWarning(new VoiceCallException("A message on Twilio's media stream was ignored, since " + why
                    + ". More of the kind are not reported."));
        }
    }

    private static CarrierException broken(String why) {
        return new CarrierException("The media stream broke: " + why + ".", 0, true, null);
    }

    /** How many messages with sound came in. */
    long framesIn() {
        return framesIn;
    }

    /** How many frames of 20 ms were sent. */
    long framesOut() {
        return output == null ? 0 : output.frames();
    }

    /** How many messages were ignored. */
    long ignored() {
        return ignored;
    }
}
