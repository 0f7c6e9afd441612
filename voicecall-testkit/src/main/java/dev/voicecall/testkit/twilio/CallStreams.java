package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The streams of one call that are not over. Used on the call's mailbox only. */
final class CallStreams {
    private static final int MAX_TRACKS = 4;

    private final List<LiveStream> running = new ArrayList<>();
    private final CallSound sound;

    CallStreams(LiveCall call) {
        this.sound = new CallSound(call);
    }

    /** Connects a stream, or refuses it. */
    void begin(LiveStream stream) {
        try {
            check(stream.order());
            running.add(stream);
            stream.begin();
        } catch (StreamRefused refused) {
            stream.fail(refused.problem());
        }
    }

    private void check(StreamOrder order) {
        if (order.tracks().isEmpty()) {
            throw new StreamRefused(
                    StreamCodes.TRACKS,
                    order.bidirectional()
                            ? "A bidirectional stream has the track inbound_track and no other."
                            : "The track is none of inbound_track, outbound_track, both_tracks.");
        }
        if (order.bidirectional() && running.stream().anyMatch(LiveStream::talks)) {
            throw new StreamRefused(StreamCodes.TRACKS, "The call has a bidirectional stream already.");
        }
        int tracks = running.stream()
                .mapToInt(other -> other.order().tracks().size())
                .sum();
        if (tracks + order.tracks().size() > MAX_TRACKS) {
            throw new StreamRefused(StreamCodes.TRACKS, "The call streams " + MAX_TRACKS + " tracks already.");
        }
    }

    /** A unidirectional stream, by its SID or name. */
    Optional<LiveStream> unidirectional(String sidOrName) {
        return running.stream()
                .filter(stream -> !stream.order().bidirectional())
                .filter(stream -> stream.view().sid().equals(sidOrName)
                        || stream.view().name().equals(sidOrName))
                .findFirst();
    }

    CallSound sound() {
        return sound;
    }

    void over(LiveStream stream) {
        running.remove(stream);
        sound.leave(stream);
    }

    /**
     * The call is over.
     *
     * @return how much later that is to be reported, so that it does not always come before the ends of the streams
     */
    Duration hangUp() {
        return List.copyOf(running).stream()
                .map(LiveStream::hangUp)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
