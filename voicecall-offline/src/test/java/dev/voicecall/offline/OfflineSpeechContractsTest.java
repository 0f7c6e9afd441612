package dev.voicecall.offline;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.Transcriber;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.testkit.SpeechToTextContract;
import dev.voicecall.testkit.TextToSpeechContract;
import dev.voicecall.testkit.TranscriberContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The ear and the voice keep the contracts of their ports. */
class OfflineSpeechContractsTest {
    private static OfflineSpeechToText recognizer;

    @BeforeAll
    static void load() {
        recognizer = OfflineSpeechToText.withPhrases(List.of("yes please", "no thank you", "good morning"));
    }

    @AfterAll
    static void close() {
        recognizer.close();
    }

    @Nested
    class Ear extends SpeechToTextContract {
        @Override
        protected Bench open() {
            Scheduler scheduler = Scheduler.system();
            return new Bench() {
                @Override
                public SpeechToText speechToText() {
                    return recognizer;
                }

                @Override
                public Scheduler scheduler() {
                    return scheduler;
                }

                @Override
                public byte[] say(String words) {
                    return Sounds.said(words);
                }

                @Override
                public void close() {
                    scheduler.close();
                }
            };
        }
    }

    /** Made of the ear, after the call. */
    @Nested
    class Recordings extends TranscriberContract {
        @Override
        protected Bench open() {
            Scheduler scheduler = Scheduler.system();
            Transcriber transcriber = Transcriber.of(recognizer, VoiceActivityDetector.energy(), scheduler);
            return new Bench() {
                @Override
                public Transcriber transcriber() {
                    return transcriber;
                }

                @Override
                public AudioFormat format() {
                    return AudioFormat.PCM_16K;
                }

                @Override
                public byte[] say(String words) {
                    return Sounds.said(words);
                }

                @Override
                public void close() {
                    scheduler.close();
                }
            };
        }
    }

    @Nested
    class Voice extends TextToSpeechContract {
        @Override
        protected Bench open() {
            Scheduler scheduler = Scheduler.system();
            OfflineTextToSpeech voice = new OfflineTextToSpeech();
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
                }
            };
        }
    }
}
