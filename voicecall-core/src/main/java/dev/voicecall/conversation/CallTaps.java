package dev.voicecall.conversation;

import dev.voicecall.TurnTaking;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.VoiceActivityDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who hears calls by their taps: what records them, what writes down what is said, and whoever an application has named. Safe for
 * use by many threads.
 *
 * @param recorders record calls
 * @param transcriber hears all calls; null for those only that are asked for
 * @param detector tells speech from silence
 * @param turnTaking when somebody has finished
 * @param others hear calls from the start
 * @param scheduler time and threads
 */
public record CallTaps(
        CallRecorders recorders,
        @Nullable SpeechToText transcriber,
        VoiceActivityDetector detector,
        TurnTaking turnTaking,
        List<AudioTap.Factory> others,
        Scheduler scheduler) {

    /** Copies the others. */
    public CallTaps {
        others = List.copyOf(others);
    }

    /** Who may hear the session's call from the start. */
    public List<AudioTap.Factory> fromStart(CallSession session) {
        List<AudioTap.Factory> all = new ArrayList<>();
        all.add(recorders.ofAll(session));
        all.add(call -> Optional.ofNullable(transcriber).map(ear -> transcriber(ear, session)));
        all.addAll(others);
        return all;
    }

    /** What writes to a file what a tap of the session's call hears. */
    public AudioTap.Listener recorder(Path file, CallSession session) {
        return recorders.recorder(file, session);
    }

    /** What writes down what is said on the session's call. */
    public AudioTap.Listener transcriber(SpeechToText ear, CallSession session) {
        HearingParts parts = new HearingParts(
                ear,
                detector,
                turnTaking,
                session.options().language(),
                session.options().hints());
        return new CallTranscriber(parts, scheduler, session);
    }
}
