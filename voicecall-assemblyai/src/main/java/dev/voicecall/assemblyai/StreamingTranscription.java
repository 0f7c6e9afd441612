package dev.voicecall.assemblyai;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one side of a call by a streaming session, one after the other if need be: an utterance that a session took with it is heard
 * again by the next.
 *
 * <p>A session's sound is the utterances, one after the other, without the silence between; so where a turn's words are in it says of
 * which utterance they are. Where an utterance ends is decided by who calls: the server is told to end its turn there. It answers
 * with the turn, but need not if it heard nothing, or had ended the turn by itself; so an answer is not waited for longer than is
 * sensible. Belongs to one call; all of it happens on a mailbox of its own.
 */
final class StreamingTranscription implements SpeechToText.Transcription, StreamingConnection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingTranscription.class);
    private static final Duration CHUNK = AudioFormat.TELEPHONE.duration(StreamedUtterance.CHUNK_BYTES);
    /** A session lasts three hours; in a pause from then on it should be replaced. */
    private static final Duration LIFE = Duration.ofMinutes(175);
    /** After which what was final already is all, */
    private static final Duration SETTLED = Duration.ofMillis(500);
    /** and after which nothing was said. */
    private static final Duration UNHEARD = Duration.ofSeconds(2);
    /** Somebody is waiting on the phone. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

    private final StreamingSettings settings;
    private final String model;
    private final SpeechToText.Listener listener;
    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final StreamingConnection connection;
    private final Duration patience;
    private final Pacer pacer = new Pacer();
    /** Those that were not answered, in order; the last one may not be over. */
    private final Deque<StreamedUtterance> utterances = new ArrayDeque<>();

    private boolean open;
    private boolean begun;
    private Optional<ProviderException> gone = Optional.empty();
    private long sentMillis;
    private Duration used = Duration.ZERO;
    private int lastTurnOver = -1;
    private boolean isOld;
    private boolean pumping;
    private Scheduler.Timer life = Scheduler.Timer.NONE;
    private Scheduler.Timer idle = Scheduler.Timer.NONE;
    private volatile boolean closed;

    StreamingTranscription(
            Account account, StreamingSettings settings, SpeechToText.Request request, SpeechToText.Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.scheduler = request.scheduler();
        this.mailbox = new Mailbox(scheduler.executor());
        this.patience = account.timeout().compareTo(MOST_PATIENCE) < 0 ? account.timeout() : MOST_PATIENCE;
        this.model = settings.modelFor(request);
        String path = StreamingQuery.path(model, request);
        this.connection = new StreamingConnection(account, path, patience, scheduler, mailbox, this);
    }

    void open() {
        mailbox.execute(this::connect);
    }

    private void connect() {
        open = true;
        gone = Optional.empty();
        connection.open();
        awaitWords();
    }

    @Override
    public void audio(byte[] sound) {
        mailbox.execute(() -> {
            if (closed) {
                return;
            }
            idle.cancel();
            underWay().add(sound);
            if (!open && gone.filter(failure -> !failure.retryable()).isEmpty()) {
                connect();
            }
            pump();
        });
    }

    @Override
    public void endUtterance() {
        mailbox.execute(() -> {
            if (!closed) {
                end(underWay());
            }
        });
    }

    private StreamedUtterance underWay() {
        StreamedUtterance last = utterances.peekLast();
        if (last == null || last.hasEnded()) {
            last = new StreamedUtterance();
            utterances.addLast(last);
        }
        return last;
    }

    private void end(StreamedUtterance utterance) {
        utterance.end();
        if (!utterance.isLongEnough()) {
            utterance.words(Words.NONE);
        } else {
            gone.ifPresent(utterance::failure);
        }
        pump();
        tell();
    }

    /** Sends what may be sent now, and goes on when more may be. */
    private void pump() {
        while (begun && !pumping && !closed) {
            StreamedUtterance next = nextToSend();
            if (next == null) {
                return;
            }
            if (next.isToBeForced()) {
                force(next);
                continue;
            }
            long nowNanos = scheduler.nanoTime();
            Duration delay = pacer.delay(CHUNK, nowNanos);
            if (delay.isNegative() || delay.isZero()) {
                connection.send(next.chunk(sentMillis));
                sentMillis += CHUNK.toMillis();
                pacer.sent(CHUNK, nowNanos);
                used = used.plus(CHUNK);
            } else {
                pumping = true;
                scheduler.schedule(delay, mailbox, () -> {
                    pumping = false;
                    pump();
                });
            }
        }
    }

    private @Nullable StreamedUtterance nextToSend() {
        return utterances.stream()
                .filter(utterance -> !utterance.isAnswered())
                .filter(utterance -> utterance.hasChunk() || utterance.isToBeForced() || !utterance.hasEnded())
                .findFirst()
                .filter(utterance -> utterance.hasChunk() || utterance.isToBeForced())
                .orElse(null);
    }

    private void force(StreamedUtterance utterance) {
        utterance.forced();
        connection.send("ForceEndpoint");
        later(SETTLED, utterance, () -> review(utterance, false));
        later(UNHEARD, utterance, () -> review(utterance, true));
        later(patience, utterance, () -> connection.renew("it did not say what an utterance was"));
    }

    /** Unless it was answered until then, or another session is hearing it. */
    private void later(Duration delay, StreamedUtterance utterance, Runnable task) {
        int tries = utterance.tries();
        scheduler.schedule(delay, mailbox, () -> {
            if (begun && !closed && utterance.tries() == tries && !utterance.isAnswered()) {
                task.run();
            }
        });
    }

    /** What the server has not said by now it won't say. */
    private void review(StreamedUtterance utterance, boolean nothingIsNothing) {
        if (!utterance.isPending() && (utterance.isHeard() || nothingIsNothing)) {
            utterance.settle();
            boolean mayBeDead = !utterance.isNoticed();
            tell();
            if (mayBeDead && utterances.isEmpty() && begun && !closed) {
                connection.renew("it has fallen silent");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        mailbox.execute(() -> {
            begun = false;
            connection.close();
            life.cancel();
            idle.cancel();
            utterances.clear();
        });
    }

    @Override
    public void onBegin() {
        begun = true;
        sentMillis = 0;
        lastTurnOver = -1;
        pacer.begin(scheduler.nanoTime());
        life.cancel();
        life = scheduler.schedule(LIFE, mailbox, () -> {
            isOld = true;
            tell();
        });
        pump();
    }

    @Override
    public void onMessage() {
        utterances.stream().filter(StreamedUtterance::isBegun).forEach(StreamedUtterance::noticed);
    }

    @Override
    public void onTurn(Turn turn) {
        if (turn.order() <= lastTurnOver) {
            return; // the same once more, formatted
        }
        lastTurnOver = turn.isOver() ? turn.order() : lastTurnOver;
        utteranceOf(turn).ifPresentOrElse(utterance -> heard(utterance, turn), () -> LOG.debug("Words came too late."));
        tell();
    }

    /** The last one that began before the words' middle; without words, the first that waits for an answer. */
    private Optional<StreamedUtterance> utteranceOf(Turn turn) {
        if (turn.middleMillis().isEmpty()) {
            return utterances.stream()
                    .filter(utterance -> utterance.isForced() && !utterance.isAnswered())
                    .findFirst();
        }
        long middle = turn.middleMillis().getAsLong();
        return utterances.stream()
                .filter(utterance -> utterance.beganBy(middle))
                .reduce((earlier, later) -> later)
                .filter(utterance -> !utterance.isAnswered());
    }

    private void heard(StreamedUtterance utterance, Turn turn) {
        if (turn.text().isEmpty() && utterance.isPending()) {
            return; // the answer to an earlier question
        }
        utterance.heard(turn);
        if (turn.isOver() && utterance.isForced()) {
            utterance.settle();
        } else if (utterance == utterances.peekFirst() && utterance.isHeard() && !closed) {
            listener.onInterim(utterance.text());
        }
    }

    @Override
    public void onLost(String why) {
        begun = false;
        isOld = false;
        life.cancel();
        for (StreamedUtterance utterance : utterances) {
            if (!utterance.isAnswered() && !utterance.again()) {
                utterance.failure(new ProviderException(
                        Stage.HEARING, "AssemblyAI's streaming session was lost twice: " + why + ".", true, null));
            }
        }
        tell();
    }

    @Override
    public void onFailure(ProviderException failure) {
        begun = false;
        open = false;
        gone = Optional.of(failure);
        utterances.stream().filter(StreamedUtterance::hasEnded).forEach(utterance -> utterance.failure(failure));
        tell();
    }

    /** Tells of the answers in the order of the utterances. */
    private void tell() {
        while (!closed && !utterances.isEmpty() && utterances.getFirst().canBeTold()) {
            utterances.removeFirst().tell(listener);
            reportUsage();
        }
        if (utterances.isEmpty() && begun && !closed) {
            if (isOld) {
                connection.renew("it is nearly three hours old");
            }
            awaitWords();
        }
    }

    /** What a session has cost is told in its end only, when nobody listens any more; so it is what was sent. */
    private void reportUsage() {
        if (!used.isZero()) {
            listener.onUsage(Usage.audio("assemblyai", model, used));
            used = Duration.ZERO;
        }
    }

    /** A session costs while nobody speaks, too. */
    private void awaitWords() {
        idle.cancel();
        idle = scheduler.schedule(settings.idleTimeout(), mailbox, () -> {
            if (utterances.isEmpty() && !closed) {
                LOG.debug("Nobody has spoken for {}; the session is ended.", settings.idleTimeout());
                begun = false;
                open = false;
                life.cancel();
                connection.close();
            }
        });
    }
}
