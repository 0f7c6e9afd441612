package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.FallbackResponder;
import dev.voicecall.spi.FallbackSpeechToText;
import dev.voicecall.spi.FallbackTextToSpeech;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to the providers, no word is heard twice, and the call ends typed. If one of each kind works, and none breaks off
 * in the middle, every word is heard. One seed is one call.
 */
class FallbackLawsTest {
    private static final int WORLDS = Integer.getInteger("voicecall.worlds", 3_000);
    private static final String NUMBER = "+14155550123";
    private static final int TURNS = 4;

    @Test
    void everyWordIsHeardOnce() {
        Seeds.upTo(WORLDS).checkInParallel(seed -> new World(seed).check());
    }

    private enum Fault {
        NONE,
        FAIL,
        HANG,
        BREAK_OFF
    }

    private static final class World {
        private final SplittableRandom random;
        private final VirtualScheduler time = new VirtualScheduler();
        private final ScriptedCarrier carrier = new ScriptedCarrier();
        /** Whether one of each kind always works, and none breaks off. */
        private final boolean works;

        private final int faultInTen;
        private final List<String> answers;
        private final List<String> phrases = sentences(50, 52);

        World(long seed) {
            random = new SplittableRandom(seed);
            works = random.nextInt(2) == 0;
            faultInTen = random.nextInt(1, 10);
            int first = random.nextInt(40 - TURNS);
            answers = sentences(first, first + TURNS);
        }

        /** One each, since a callee who hears a gap takes it for the end. */
        private static List<String> sentences(int from, int to) {
            return Passage.range(from, to).stream()
                    .map(passage -> passage.text().replace(".", "") + ".")
                    .toList();
        }

        void check() {
            Callee callee = Callee.answers();
            for (int i = 0; i < TURNS; i++) {
                callee = callee.says("Go on please.");
            }
            carrier.callee(NUMBER, callee);
            CallResult<Void> result;
            try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
                result = calls.call(NUMBER, agent());
            }
            time.runToEnd();
            assertThat(time.blockedWorkers()).isZero();
            time.close();
            check(result);
        }

        private void check(CallResult<Void> result) {
            List<String> heard =
                    Arrays.asList(String.join(" ", carrier.lastCall().heard()).split(" ", -1));
            assertThat(heard).doesNotHaveDuplicates();
            if (works) {
                assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
                String all = phrases.get(0) + " " + String.join(" ", answers);
                assertThat(heard).containsExactly(all.split(" ", -1));
            } else {
                assertThat(result.outcome()).isIn(Outcome.ANSWERED, Outcome.FAILED);
                assertThat(result.failure()
                                .map(Object::getClass)
                                .map(Class::getSimpleName)
                                .orElse("ProviderException"))
                        .isEqualTo("ProviderException");
            }
        }

        private VoiceAgent agent() {
            int count = random.nextInt(2, 4);
            int well = random.nextInt(count);
            List<Chances> chances = IntStream.range(0, count)
                    .mapToObj(i -> new Chances(works && i == well))
                    .toList();
            Ear[] ears = chances.stream().map(Ear::new).toArray(Ear[]::new);
            Brain[] brains = chances.stream().map(Brain::new).toArray(Brain[]::new);
            Voice[] voices = chances.stream().map(Voice::new).toArray(Voice[]::new);
            return VoiceAgent.builder()
                    .greeting(phrases.get(0))
                    .apology(phrases.get(1))
                    .farewell("Goodbye.")
                    .filler(Duration.ofMinutes(1), "")
                    .idlePrompts(Duration.ofMinutes(1))
                    .speechToText(FallbackSpeechToText.of(ears[0], ears[1], Arrays.copyOfRange(ears, 2, count)))
                    .responder(FallbackResponder.of(time, brains[0], brains[1], Arrays.copyOfRange(brains, 2, count)))
                    .textToSpeech(
                            FallbackTextToSpeech.of(time, voices[0], voices[1], Arrays.copyOfRange(voices, 2, count)))
                    .build();
        }

        private void fail(Stage stage, boolean retryable) throws ProviderException {
            throw new ProviderException(stage, "It failed, as it was told to.", retryable, null);
        }

        /** What happens to a provider. */
        private final class Chances {
            private final boolean well;

            Chances(boolean well) {
                this.well = well;
            }

            Fault next() {
                if (well || random.nextInt(10) >= faultInTen) {
                    return Fault.NONE;
                }
                return Fault.values()[random.nextInt(1, works ? 3 : 4)];
            }

            void happens(Fault fault, Stage stage) throws InterruptedException {
                if (fault == Fault.HANG) {
                    time.await(new CompletableFuture<>());
                } else if (fault == Fault.FAIL) {
                    fail(stage, random.nextBoolean());
                }
            }
        }

        private final class Brain implements Responder {
            private final Chances chances;

            Brain(Chances chances) {
                this.chances = chances;
            }

            @Override
            public String respond(Conversation conversation) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                long turn = conversation.messages().stream()
                        .filter(message -> message.role() == Conversation.Message.Role.CALLER)
                        .count();
                String answer = answers.get((int) turn - 1);
                Fault fault = chances.next();
                chances.happens(fault, Stage.THINKING);
                int end = fault == Fault.BREAK_OFF ? answer.length() / 2 : answer.length();
                for (int i = 0; i < end; i += 5) {
                    response.say(answer.substring(i, Math.min(end, i + 5)));
                }
                if (fault == Fault.BREAK_OFF) {
                    fail(Stage.THINKING, random.nextBoolean());
                }
                if (turn == TURNS) {
                    response.endCall();
                }
            }
        }

        private final class Voice implements TextToSpeech {
            private final Chances chances;
            private final TextToSpeech voice = new FakeTextToSpeech(time);

            Voice(Chances chances) {
                this.chances = chances;
            }

            @Override
            public AudioFormat format() {
                return voice.format();
            }

            @Override
            public void synthesize(Speech speech, AudioSink out) throws Exception {
                Fault fault = chances.next();
                chances.happens(fault, Stage.SPEAKING);
                if (fault == Fault.BREAK_OFF) {
                    byte[] sound = FakeSpeech.say(speech.text());
                    out.write(Arrays.copyOf(sound, sound.length / 2));
                    chances.happens(random.nextBoolean() ? Fault.HANG : Fault.FAIL, Stage.SPEAKING);
                }
                voice.synthesize(speech, out);
            }
        }

        private final class Ear implements SpeechToText {
            private final Chances chances;
            private final SpeechToText ear = new FakeSpeechToText();

            Ear(Chances chances) {
                this.chances = chances;
            }

            @Override
            public AudioFormat format() {
                return ear.format();
            }

            @Override
            public Transcription open(Request request, Listener listener) {
                return ear.open(request, new Listener() {
                    @Override
                    public void onInterim(String words) {
                        listener.onInterim(words);
                    }

                    @Override
                    public void onFinal(Words words) {
                        switch (chances.next()) {
                            case NONE -> listener.onFinal(words);
                            case HANG -> {}
                            default ->
                                listener.onFailure(new ProviderException(
                                        Stage.HEARING, "Deaf, as it was told to be.", random.nextBoolean(), null));
                        }
                    }

                    @Override
                    public void onFailure(VoiceCallException failure) {
                        listener.onFailure(failure);
                    }
                });
            }
        }
    }
}
