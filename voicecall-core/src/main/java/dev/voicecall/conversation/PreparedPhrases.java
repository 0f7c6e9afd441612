package dev.voicecall.conversation;

import dev.voicecall.Usage;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks, and keeps the sound of what is said again and again (the greeting, an apology), so that it is there at once, also when
 * the voice has failed. What is prepared belongs to no call, and neither does what is used for it. Safe for use by many threads.
 */
public final class PreparedPhrases implements TextToSpeech {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedPhrases.class);
    /** Phrases times languages times voices. */
    private static final int MAX_KEPT = 100;
    /** A phrase that takes longer to be spoken has failed. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TextToSpeech voice;
    private final Map<Speech, byte[]> kept = new ConcurrentHashMap<>();
    private final Set<Speech> underWay = ConcurrentHashMap.newKeySet();

    /** @param voice speaks what is not kept */
    public PreparedPhrases(TextToSpeech voice) {
        this.voice = voice;
    }

    @Override
    public AudioFormat format() {
        return AudioFormat.TELEPHONE;
    }

    /** Has phrases spoken on a worker, one after the other, unless they are kept already. Returns at once. */
    void prepare(Collection<Speech> phrases, Scheduler scheduler) {
        Queue<Speech> missing = new ConcurrentLinkedQueue<>();
        for (Speech phrase : phrases) {
            if (!kept.containsKey(phrase) && kept.size() + underWay.size() < MAX_KEPT && underWay.add(phrase)) {
                missing.add(phrase);
            }
        }
        prepareNext(missing, scheduler);
    }

    private void prepareNext(Queue<Speech> missing, Scheduler scheduler) {
        Speech phrase = missing.poll();
        if (phrase == null) {
            return;
        }
        Work work = Work.start(scheduler.worker(), () -> keep(phrase));
        Scheduler.Timer timeout = scheduler.schedule(TIMEOUT, scheduler.executor(), work::cancel);
        work.done().whenComplete((done, failure) -> {
            timeout.cancel();
            underWay.remove(phrase);
            if (failure != null) {
                LOG.warn("A phrase could not be prepared; it is tried again when it is needed: {}", failure.toString());
            }
            prepareNext(missing, scheduler);
        });
    }

    private void keep(Speech phrase) throws Exception {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        speak(phrase, sound::writeBytes);
        kept.put(phrase, sound.toByteArray());
    }

    @Override
    public void synthesize(Speech speech, AudioSink out) throws Exception {
        byte[] sound = kept.get(speech);
        if (sound != null) {
            out.write(sound);
        } else {
            speak(speech, out);
        }
    }

    private void speak(Speech speech, AudioSink out) throws Exception {
        AudioConverter converter = AudioConverter.between(voice.format(), AudioFormat.TELEPHONE);
        voice.synthesize(speech, new AudioSink() {
            @Override
            public void write(byte[] sound) throws InterruptedException {
                out.write(converter.convert(sound, 0, sound.length));
            }

            @Override
            public void used(Usage usage) {
                out.used(usage);
            }
        });
        out.write(converter.flush());
    }
}
