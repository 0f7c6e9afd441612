package dev.voicecall.openai;

import dev.voicecall.spi.Responder;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.Transcriber;
import java.util.List;
import java.util.Map;

/**
 * OpenAI, or a server that speaks the same protocol.
 *
 * <pre>{@code
 * OpenAi openAi = OpenAi.fromEnvironment();
 * VoiceAgent agent = VoiceAgent.builder()
 *         .speechToText(openAi.speechToText())
 *         .responder(openAi.responder("You are a helpful voice assistant."))
 *         .textToSpeech(openAi.textToSpeech())
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class OpenAi {
    private final Account account;
    private final Http http;

    OpenAi(Account account) {
        this.account = account;
        this.http = new Http(account);
    }

    /**
     * With a key.
     *
     * @throws IllegalArgumentException if it is blank, or could not be sent
     */
    public static OpenAiBuilder builder(String apiKey) {
        return new OpenAiBuilder(apiKey);
    }

    /**
     * With what is set in the environment: {@code OPENAI_API_KEY}, and if need be {@code OPENAI_BASE_URL},
     * {@code OPENAI_ORG_ID} and {@code OPENAI_PROJECT_ID}.
     *
     * @throws dev.voicecall.VoiceCallException if the key is not set, or one of them is wrong
     */
    public static OpenAi fromEnvironment() {
        return of(System.getenv());
    }

    /**
     * As {@link #fromEnvironment()}, with variables from somewhere else. Blank counts as not set.
     *
     * @throws dev.voicecall.VoiceCallException if the key is not set, or one of them is wrong
     */
    public static OpenAi of(Map<String, String> variables) {
        return OpenAiBuilder.of(variables).build();
    }

    /**
     * A model that hears and speaks by itself, over the Realtime API. The call's sound goes to and fro as it is, in μ-law.
     *
     * @param settings how it is to hear and to speak
     */
    public SpeechToSpeech realtime(RealtimeSettings settings) {
        return new OpenAiRealtime(account, settings);
    }

    /**
     * Thinks by a chat, and speaks each sentence while the next one is still being thought of.
     *
     * @param instructions what the model is told: who it is, what it is to do, how it is to speak; may be empty
     * @param tools what it may do besides talking; at most 128, each of another name
     * @throws IllegalArgumentException if there are too many tools, or two of a name
     */
    public Responder responder(String instructions, Tool... tools) {
        return responder(instructions, List.of(tools));
    }

    /** The same, with a list of tools. */
    public Responder responder(String instructions, List<Tool> tools) {
        return responder(ChatSettings.builder(instructions).tools(tools).build());
    }

    /** The same, with another model, or other settings of it. */
    public Responder responder(ChatSettings settings) {
        return new OpenAiResponder(http, settings);
    }

    /** Hears whole utterances, with {@link TranscriptionSettings#DEFAULT}. */
    public SpeechToText utteranceSpeechToText() {
        return utteranceSpeechToText(TranscriptionSettings.DEFAULT);
    }

    /**
     * Hears whole utterances: each is sent when it is over, and its words come some hundred milliseconds later. A request each, no connection
     * that stands, and any compatible server will do; there are no words while somebody speaks. Noise is not taken for words.
     */
    public SpeechToText utteranceSpeechToText(TranscriptionSettings settings) {
        return SpeechToText.ofUtterances(
                OpenAiUtteranceRecognizer.FORMAT, new OpenAiUtteranceRecognizer(http, settings));
    }

    /** Transcribes recordings with {@code whisper-1}, which tells times; see {@link #transcriber(TranscriptionSettings)}. */
    public Transcriber transcriber() {
        return transcriber(TranscriptionSettings.DEFAULT.withModel("whisper-1"));
    }

    /**
     * Transcribes recordings: WAV files, of which two channels are sent as two files, and other sound as it is; each of 25 MB at most,
     * which are 27 minutes of a call. Silence is not sent, and what a model makes of noise is dropped. An answer may take five
     * minutes to begin.
     *
     * <p>{@code whisper-1} tells times; {@code gpt-4o-transcribe-diarize} tells times and speakers; the others only words, a segment for
     * each channel.
     */
    public Transcriber transcriber(TranscriptionSettings settings) {
        return new OpenAiTranscriber(http, settings);
    }

    /** Speaks, with {@link SpeechSettings#DEFAULT}. */
    public TextToSpeech textToSpeech() {
        return textToSpeech(SpeechSettings.DEFAULT);
    }

    /** Speaks: the first of a sentence is heard while the rest is still being made. */
    public TextToSpeech textToSpeech(SpeechSettings settings) {
        return new OpenAiTextToSpeech(http, settings);
    }

    /** Hears while somebody speaks, with the model {@code gpt-realtime-whisper}; see {@link #speechToText(String)}. */
    public SpeechToText speechToText() {
        return speechToText("gpt-realtime-whisper");
    }

    /**
     * Hears while somebody speaks, over the Realtime API: sound goes there as it comes, in μ-law, over one connection per
     * call, and the words are there soon after the last of it. {@code gpt-realtime-whisper} and
     * {@code gpt-live-transcribe} also tell words while they are being said; the others don't.
     *
     * @param model for example {@code gpt-4o-transcribe}
     */
    public SpeechToText speechToText(String model) {
        return new OpenAiSpeechToText(account, model);
    }

    /** Where, but not as whom. */
    @Override
    public String toString() {
        return account.toString();
    }
}
