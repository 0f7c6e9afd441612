package dev.voicecall.assemblyai;

import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.Transcriber;
import java.util.Map;
import java.util.Optional;

/**
 * AssemblyAI.
 *
 * <pre>{@code
 * AssemblyAi assemblyAi = AssemblyAi.fromEnvironment();
 * RecordingTranscript transcript = assemblyAi.transcriber().transcribe(
 *         new Transcriber.Audio.At(URI.create("https://example.com/call.wav")),
 *         new Transcriber.Request("en-US", 2, List.of("voicecall")));
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class AssemblyAi {
    private final Account account;
    private final Optional<Webhook> webhook;

    AssemblyAi(Account account, Optional<Webhook> webhook) {
        this.account = account;
        this.webhook = webhook;
    }

    /**
     * With a key.
     *
     * @throws IllegalArgumentException if it is blank, or could not be sent
     */
    public static AssemblyAiBuilder builder(String apiKey) {
        return new AssemblyAiBuilder(apiKey);
    }

    /**
     * With what is set in the environment: {@code ASSEMBLYAI_API_KEY}, and if need be {@code ASSEMBLYAI_BASE_URL} and
     * {@code ASSEMBLYAI_STREAMING_URL}.
     *
     * @throws dev.voicecall.VoiceCallException if the key is not set, or one of them is wrong
     */
    public static AssemblyAi fromEnvironment() {
        return of(System.getenv());
    }

    /**
     * As {@link #fromEnvironment()}, with variables from somewhere else. Blank counts as not set.
     *
     * @throws dev.voicecall.VoiceCallException if the key is not set, or one of them is wrong
     */
    public static AssemblyAi of(Map<String, String> variables) {
        return AssemblyAiBuilder.of(variables).build();
    }

    /** Transcribes recordings, with {@link TranscriberSettings#DEFAULT}. */
    public Transcriber transcriber() {
        return transcriber(TranscriberSettings.DEFAULT);
    }

    /**
     * Transcribes recordings: sound at hand is uploaded as it is read, a URL is fetched by AssemblyAI. One channel gives speakers
     * {@code A}, {@code B}, …; two give channels 1 and 2. Of the hints, the first 200 of up to six words are used.
     *
     * <p>Transcribing blocks, after an upload that takes as long as it gets on, for {@link TranscriberSettings#timeout()} and the time
     * of a request at most. What may be repeated safely is tried several times; an order is not, unless it was certainly not taken:
     * trying again after a failure may cost twice. If the thread is interrupted or the time is over, AssemblyAI is asked to delete the
     * transcript and its sound, which it may refuse while it is at work; transcripts that were told stay there until you delete them.
     *
     * @param settings by which models, and how long it may take
     */
    public Transcriber transcriber(TranscriberSettings settings) {
        return new AssemblyAiTranscriber(account, settings, webhook, Waits.REAL);
    }

    /** Hears calls, with {@link StreamingSettings#DEFAULT}. */
    public SpeechToText speechToText() {
        return speechToText(StreamingSettings.DEFAULT);
    }

    /**
     * Hears while somebody speaks: sound goes to AssemblyAI as it comes, in μ-law, over one connection per call, never faster than it
     * was spoken. An utterance's words are there soon after its end; noise is known to be none two seconds after it. Of the hints, the
     * first 100 of up to 50 characters are used. The usage that is told is the sound that was sent; what is charged is the time that the
     * session stands.
     *
     * @param settings by which model, and when a session is ended
     */
    public SpeechToText speechToText(StreamingSettings settings) {
        return new AssemblyAiSpeechToText(account, settings);
    }

    /** Where, but not as whom. */
    @Override
    public String toString() {
        return account.toString();
    }
}
