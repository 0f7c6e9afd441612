package dev.voicecall;

import dev.voicecall.conversation.CallRecorders;
import dev.voicecall.conversation.CallTaps;
import dev.voicecall.conversation.VoiceParts;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of {@link VoiceCalls}. Not safe for use by several threads. */
public final class VoiceCallsBuilder {
    final CallGateway gateway;

    @Nullable
    Scheduler scheduler;

    CallOptions defaults = CallOptions.DEFAULT;
    final List<CallListener> listeners = new ArrayList<>();
    private final List<AudioTap.Factory> taps = new ArrayList<>();
    CallStore store = CallStore.inMemory();

    @Nullable
    CaptureOptions captures;

    @Nullable
    Transcriber transcriber;

    TranscriptionOptions transcription = TranscriptionOptions.DEFAULT;
    RecordingListener recordingListener = new RecordingListener() {};
    Duration drainTimeout = Duration.ofSeconds(30);
    Set<String> allowedPrefixes = Set.of("+");
    int maxConcurrentCalls = 1_000;
    int maxCallsPerMinute = 1_000;
    private @Nullable SpeechToText callTranscriber;
    private @Nullable SpeechToText speechToText;
    private @Nullable TextToSpeech textToSpeech;
    private VoiceActivityDetector detector = VoiceActivityDetector.energy();
    private TurnTaking turnTaking = TurnTaking.DEFAULT;

    VoiceCallsBuilder(CallGateway gateway) {
        this.gateway = gateway;
    }

    /** The time and threads to use, which is not closed with the calls; {@link Scheduler#system()} by default. */
    public VoiceCallsBuilder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /** The options of calls that are placed or taken without any; {@link CallOptions#DEFAULT} by default. */
    public VoiceCallsBuilder defaults(CallOptions options) {
        this.defaults = options;
        return this;
    }

    /** One more who hears of what happens on all calls; they are told in the order in which they were added. */
    public VoiceCallsBuilder listener(CallListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * One more who hears both sides of all calls that are answered, from before anything is said; as {@link Call#tap}. All of them
     * share one tap of the carrier's. A call that can't be tapped goes on with a warning.
     */
    public VoiceCallsBuilder tap(AudioTap.Factory listeners) {
        taps.add(listeners);
        return this;
    }

    /**
     * Where the records of all calls are kept, which is not closed with the calls; {@link CallStore#inMemory()} by default. No call
     * waits for the store, or fails of it: records wait in memory, for 10,000 calls at most, while it is slow or away.
     */
    public VoiceCallsBuilder store(CallStore store) {
        this.store = store;
        return this;
    }

    /** As {@link #transcribeRecordings(Transcriber, TranscriptionOptions)}, with {@link TranscriptionOptions#DEFAULT}. */
    public VoiceCallsBuilder transcribeRecordings(Transcriber transcriber) {
        return transcribeRecordings(transcriber, TranscriptionOptions.DEFAULT);
    }

    /**
     * Has recordings of the carrier's transcribed after the call, each once, and the transcripts kept in the {@link #store}. What fails
     * is tried again, ten times within a quarter of an hour. What is left when the program ends is done by the next one over the
     * same store, if that outlives programs; of several at once, one may do that. By default recordings are kept in the
     * store without a transcript.
     */
    public VoiceCallsBuilder transcribeRecordings(Transcriber transcriber, TranscriptionOptions options) {
        this.transcriber = transcriber;
        this.transcription = options;
        return this;
    }

    /** Who hears of recordings, which may come long after their calls. */
    public VoiceCallsBuilder recordingListener(RecordingListener listener) {
        this.recordingListener = listener;
        return this;
    }

    /**
     * Records all calls that are answered, by a tap that is there before anything is said; none by default. {@link Call#recordTo}
     * records a single one, and {@link CallOptions#recording()} has the carrier do it.
     *
     * <p>The sound is written as the call goes, on a thread of its own: μ-law at 8 kHz, on the left the other side, on the right
     * what that hears. Both stand side by side as at the carrier, within 20 ms however long the call is; what is lost on the
     * way, or comes more than 500 ms later than the other side's, is silence, and of what could not be written a warning tells. The
     * file can be read at any time, and after a crash, but for its last seconds. A call that can't be tapped goes on with a
     * warning. On Twilio a call that is tapped begins to talk by one request later.
     *
     * @param directory where the files are, made if it is not there; named by {@link CallInfo#id()}, with {@code .wav} behind. What
     *     is there already stays: another call of the same name has {@code -2} behind it
     */
    public VoiceCallsBuilder recordTo(Path directory) {
        return recordTo(CaptureOptions.in(directory));
    }

    /**
     * As {@link #recordTo(Path)}, with a bound to what the files take, or with a file for each side: {@code -caller.wav} for the other side,
     * {@code -agent.wav} for what that hears.
     */
    public VoiceCallsBuilder recordTo(CaptureOptions options) {
        this.captures = options;
        return this;
    }

    /**
     * Writes down what both sides of all answered calls say, as {@link Call#transcribe}; none by default, but for what the steps of a call
     * bring to be known.
     *
     * @param speechToText hears both
     */
    public VoiceCallsBuilder transcribeCalls(SpeechToText speechToText) {
        this.callTranscriber = speechToText;
        return this;
    }

    /**
     * Has questions and scripts hear by a recognizer of yours, over live audio, instead of the carrier's. Needs a
     * {@link #textToSpeech} too. Agents bring their own.
     */
    public VoiceCallsBuilder speechToText(SpeechToText speechToText) {
        this.speechToText = speechToText;
        return this;
    }

    /**
     * Has questions and scripts speak with a voice of yours, over live audio, instead of the carrier's. Needs a
     * {@link #speechToText} too. Agents bring their own.
     */
    public VoiceCallsBuilder textToSpeech(TextToSpeech textToSpeech) {
        this.textToSpeech = textToSpeech;
        return this;
    }

    /** What tells speech from silence in live audio; {@link VoiceActivityDetector#energy()} by default. */
    public VoiceCallsBuilder voiceActivityDetector(VoiceActivityDetector detector) {
        this.detector = detector;
        return this;
    }

    /** When the other side has finished, in live audio; {@link TurnTaking#DEFAULT} by default. */
    public VoiceCallsBuilder turnTaking(TurnTaking turnTaking) {
        this.turnTaking = turnTaking;
        return this;
    }

    /** How long {@link VoiceCalls#close()} lets current calls go on; 30 s by default. */
    public VoiceCallsBuilder drainTimeout(Duration timeout) {
        this.drainTimeout = timeout;
        return this;
    }

    /**
     * The beginnings of numbers that may be called, for example {@code "+1", "+4420"}. All by default: set it, for
     * what a stolen key does first is ring expensive numbers.
     *
     * @throws IllegalArgumentException if there is none, or one is not a plus sign followed by digits
     */
    public VoiceCallsBuilder allowPrefixes(String... prefixes) {
        if (prefixes.length == 0) {
            throw new IllegalArgumentException("Without a prefix no number at all could be called; name some.");
        }
        for (String prefix : prefixes) {
            if (!prefix.matches("\\+[0-9]*")) {
                throw new IllegalArgumentException(
                        "The prefix \"" + prefix + "\" is not a plus sign followed by digits, like +44.");
            }
        }
        this.allowedPrefixes = Set.of(prefixes);
        return this;
    }

    /** How many calls may be open at once, inbound ones included, at least 1; 1,000 by default. */
    public VoiceCallsBuilder maxConcurrentCalls(int calls) {
        this.maxConcurrentCalls = requirePositive("maxConcurrentCalls", calls);
        return this;
    }

    /** How many calls may be placed within any minute, at least 1; 1,000 by default. */
    public VoiceCallsBuilder maxCallsPerMinute(int calls) {
        this.maxCallsPerMinute = requirePositive("maxCallsPerMinute", calls);
        return this;
    }

    /**
     * Starts the gateway.
     *
     * @throws VoiceCallException if it can't be started
     * @throws IllegalStateException if there is one of {@code speechToText} and {@code textToSpeech}, but not the other
     */
    public VoiceCalls build() {
        return new VoiceCalls(this);
    }

    CallTaps tapsWith(CallRecorders recorders, Scheduler scheduler) {
        return new CallTaps(recorders, callTranscriber, detector, turnTaking, taps, scheduler);
    }

    /** Null for carrier speech. */
    @Nullable
    VoiceParts liveAudio() {
        if (speechToText == null && textToSpeech == null) {
            return null;
        }
        if (speechToText == null || textToSpeech == null) {
            throw new IllegalStateException("There is a " + (speechToText == null ? "textToSpeech" : "speechToText")
                    + " but no " + (speechToText == null ? "speechToText" : "textToSpeech")
                    + "; live audio needs both, carrier speech none.");
        }
        return new VoiceParts(
                speechToText,
                textToSpeech,
                detector,
                turnTaking,
                defaults.language(),
                defaults.voice(),
                defaults.hints());
    }

    private static int requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1.");
        }
        return value;
    }
}
