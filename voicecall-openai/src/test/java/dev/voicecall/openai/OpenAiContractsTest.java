package dev.voicecall.openai;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.SpeechToTextContract;
import dev.voicecall.testkit.TextToSpeechContract;
import dev.voicecall.testkit.TranscriberContract;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The voice and the ear for whole utterances keep the contracts of their ports, against the simulator. */
@Tag("socket")
class OpenAiContractsTest {
    private static OpenAi client(OpenAiSimulator simulator) {
        return OpenAi.builder(simulator.apiKey())
                .baseUrl(simulator.baseUrl().toString())
                .build();
    }

    @Nested
    class Voice extends TextToSpeechContract {
        @Override
        protected Bench open() {
            OpenAiSimulator simulator = OpenAiSimulator.builder().start();
            Scheduler scheduler = Scheduler.system();
            TextToSpeech voice = client(simulator).textToSpeech();
            return new Bench() {
                @Override
                public TextToSpeech textToSpeech() {
                    return voice;
                }

                @Override
                public Scheduler scheduler() {
                    return scheduler;
                }

                @Override
                public void close() {
                    scheduler.close();
                    simulator.close();
                }
            };
        }
    }

    @Nested
    class Ear extends SpeechToTextContract {
        @Override
        protected Bench open() {
            OpenAiSimulator simulator = OpenAiSimulator.builder().start();
            Scheduler scheduler = Scheduler.system();
            SpeechToText ear = client(simulator).utteranceSpeechToText();
            return new Bench() {
                @Override
                public SpeechToText speechToText() {
                    return ear;
                }

                @Override
                public Scheduler scheduler() {
                    return scheduler;
                }

                @Override
                public byte[] say(String words) {
                    byte[] muLaw = FakeSpeech.say(words);
                    return AudioConverter.between(AudioFormat.TELEPHONE, ear.format())
                            .convert(muLaw, 0, muLaw.length);
                }

                @Override
                public void close() {
                    scheduler.close();
                    simulator.close();
                }
            };
        }
    }

    @Nested
    class Whisper extends Recordings {
        Whisper() {
            super("whisper-1");
        }
    }

    @Nested
    class Diarizing extends Recordings {
        Diarizing() {
            super("gpt-4o-transcribe-diarize");
        }
    }

    @Nested
    class WordsAlone extends Recordings {
        WordsAlone() {
            super("gpt-4o-mini-transcribe");
        }
    }

    abstract static class Recordings extends TranscriberContract {
        private final String model;

        Recordings(String model) {
            this.model = model;
        }

        @Override
        protected Bench open() {
            OpenAiSimulator simulator = OpenAiSimulator.builder().start();
            Transcriber transcriber = client(simulator).transcriber(TranscriptionSettings.DEFAULT.withModel(model));
            return new Bench() {
                @Override
                public Transcriber transcriber() {
                    return transcriber;
                }

                @Override
                public AudioFormat format() {
                    return AudioFormat.TELEPHONE;
                }

                @Override
                public byte[] say(String words) {
                    return FakeSpeech.say(words);
                }

                @Override
                public void close() {
                    simulator.close();
                }
            };
        }
    }
}
