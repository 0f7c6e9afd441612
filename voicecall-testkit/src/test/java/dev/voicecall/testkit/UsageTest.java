package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Usage;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.FallbackResponder;
import dev.voicecall.spi.FallbackSpeechToText;
import dev.voicecall.spi.FallbackTextToSpeech;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is used of providers gets from their adapters onto the record of the call. */
class UsageTest extends AgentBench {
    private static final Usage ANSWER = Usage.tokens("brains", "large", OptionalLong.of(100), OptionalLong.of(10));
    private static final Usage UTTERANCE = Usage.audio("ears", "keen", Duration.ofSeconds(2));
    private static final Callee ASKS = Callee.answers().says("Tell me a story.").says("Thanks.");

    private final TextToSpeech countingVoice = new TextToSpeech() {
        @Override
        public AudioFormat format() {
            return voice.format();
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws Exception {
            voice.synthesize(speech, out);
            out.used(Usage.characters("voices", "clear", speech.text().length()));
        }
    };

    private final SpeechToText countingEar = new SpeechToText() {
        @Override
        public AudioFormat format() {
            return ear.format();
        }

        @Override
        public Transcription open(Request request, Listener listener) {
            Transcription transcription = ear.open(request, listener);
            return new Transcription() {
                @Override
                public void audio(byte[] sound) {
                    transcription.audio(sound);
                }

                @Override
                public void endUtterance() {
                    listener.onUsage(UTTERANCE);
                    transcription.endUtterance();
                }

                @Override
                public void close() {
                    transcription.close();
                }
            };
        }
    };

    private Responder countingBrain(Responder brain) {
        return new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                brain.respond(conversation, response);
                response.used(ANSWER);
            }
        };
    }

    private List<Usage> usageOf(CallResult<?> result) {
        return calls.record(result.recordId()).orElseThrow().usage();
    }

    @Test
    void whatAnAgentUsesIsOnRecord() {
        CallResult<Void> result = call(
                ASKS,
                agent(countingBrain(answers(STORY))).speechToText(countingEar).textToSpeech(countingVoice));
        assertThat(usageOf(result))
                .containsExactlyInAnyOrder(
                        ANSWER.plus(ANSWER),
                        UTTERANCE.plus(UTTERANCE),
                        Usage.characters(
                                "voices", "clear", STORY.length())); // the greeting and the goodbye were prepared
    }

    @Test
    void fallbacksPassOnWhatIsUsed() {
        Responder broken = conversation -> {
            throw new IllegalStateException("broken");
        };
        CallResult<Void> result = call(
                ASKS,
                agent(FallbackResponder.of(time, broken, countingBrain(answers(STORY))))
                        .speechToText(FallbackSpeechToText.of(countingEar, ear))
                        .textToSpeech(FallbackTextToSpeech.of(time, countingVoice, voice)));
        assertThat(usageOf(result))
                .containsExactlyInAnyOrder(
                        ANSWER.plus(ANSWER),
                        UTTERANCE.plus(UTTERANCE),
                        Usage.characters("voices", "clear", STORY.length()));
    }

    @Test
    void whatAModelThatHearsAndSpeaksUsesIsOnRecord() {
        FakeSpeechToSpeech model = new FakeSpeechToSpeech(words -> FakeSpeechToSpeech.Answer.say("Okay."));
        SpeechToSpeech counting = (request, listener) -> {
            request.mailbox().execute(() -> listener.onUsage(ANSWER));
            return model.open(request, listener);
        };
        CallResult<Void> result = call(Callee.answers().says("Hello?").hangsUp(), VoiceAgent.speechToSpeech(counting));
        assertThat(usageOf(result)).containsExactly(ANSWER);
    }

    @Test
    void whatAScriptUsesOverLiveAudioIsOnRecord() {
        carrier.callee(NUMBER, Callee.answers().says("John"));
        try (VoiceCalls live = VoiceCalls.builder(carrier)
                .scheduler(time)
                .speechToText(countingEar)
                .textToSpeech(countingVoice)
                .build()) {
            CallResult<String> result = live.ask(NUMBER, "Name?");
            assertThat(result.answer()).contains("John");
            assertThat(live.record(result.recordId()).orElseThrow().usage())
                    .containsExactlyInAnyOrder(UTTERANCE, Usage.characters("voices", "clear", 5));
        }
    }
}
