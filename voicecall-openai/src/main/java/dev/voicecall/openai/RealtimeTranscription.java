package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one side of a call by a transcription session of the Realtime API, one after the other if need be: an utterance that
 * a session took with it is heard again by the next.
 *
 * <p>Where an utterance ends is decided by who calls, not by the server. Belongs to one call; all of it happens on a mailbox of
 * its own.
 */
final class RealtimeTranscription implements SpeechToText.Transcription, RealtimeConnection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeTranscription.class);
    private static final Hallucinations HALLUCINATIONS = new Hallucinations();
    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    private final Account account;
    private final String model;
    private final boolean interimWords;
    private final SpeechToText.Request request;
    private final SpeechToText.Listener listener;
    private final Mailbox mailbox;
    private final RealtimeConnection connection;
    private final RealtimeOutput output;
    /** Those that were not answered, in order; the last one may not be over. */
    private final Deque<TranscribedUtterance> utterances = new ArrayDeque<>();

    private boolean stands;
    private Optional<ProviderException> gone = Optional.empty();
    private Scheduler.Timer life = Scheduler.Timer.NONE;
    private boolean isOld;
    private volatile boolean closed;

    RealtimeTranscription(
            Account account,
            String model,
            boolean interimWords,
            SpeechToText.Request request,
            SpeechToText.Listener listener) {
        this.account = account;
        this.model = model;
        this.interimWords = interimWords;
        this.request = request;
        this.listener = listener;
        this.mailbox = new Mailbox(request.scheduler().executor());
        this.connection = new RealtimeConnection(
                account, "/realtime?intent=transcription", Stage.HEARING, request.scheduler(), mailbox, this);
        this.output = new RealtimeOutput(connection::send);
    }

    void open() {
        mailbox.execute(connection::open);
    }

    @Override
    public void audio(byte[] sound) {
        mailbox.execute(() -> {
            if (!closed) {
                underWay().add(sound);
                if (stands) {
                    output.sound(sound);
                } else if (gone.filter(ProviderException::retryable).isPresent()) {
                    gone = Optional.empty();
                    connection.open();
                }
            }
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

    private TranscribedUtterance underWay() {
        TranscribedUtterance last = utterances.peekLast();
        if (last == null || last.hasEnded()) {
            last = new TranscribedUtterance();
            utterances.addLast(last);
        }
        return last;
    }

    private void end(TranscribedUtterance utterance) {
        utterance.end();
        if (!utterance.isLongEnough()) {
            utterance.words(Words.NONE);
            output.clear();
        } else if (stands) {
            commit(utterance);
        } else {
            gone.ifPresent(utterance::failure);
        }
        tell();
    }

    private void commit(TranscribedUtterance utterance) {
        utterance.committed(output.commit());
        connection.expectAnswer();
    }

    @Override
    public void close() {
        closed = true;
        mailbox.execute(() -> {
            stands = false;
            connection.close();
            life.cancel();
            utterances.clear();
        });
    }

    @Override
    public void onConnected() {
        output.configure(RealtimeConfiguration.transcription(model, request.language(), request.hints()));
        connection.expectAnswer();
    }

    @Override
    public boolean awaitsAnswer() {
        return !stands || utterances.stream().anyMatch(TranscribedUtterance::isAwaited);
    }

    @Override
    public void onLost(String why) {
        stands = false;
        isOld = false;
        life.cancel();
        for (TranscribedUtterance utterance : utterances) {
            if (!utterance.again()) {
                utterance.failure(failure("the connection was lost twice: " + why, true));
            }
        }
        tell();
    }

    @Override
    public void onFailure(ProviderException failure) {
        stands = false;
        gone = Optional.of(failure);
        utterances.stream().filter(TranscribedUtterance::hasEnded).forEach(utterance -> utterance.failure(failure));
        tell();
    }

    @Override
    public void onEvent(RealtimeEvent event) {
        if (event instanceof RealtimeEvent.Other other && !closed) {
            handle(other);
            tell();
        }
    }

    private void handle(RealtimeEvent.Other event) {
        switch (event.type()) {
            case "session.updated" -> onSessionUpdated(event.json().path("session"));
            case "input_audio_buffer.committed" -> utterance(event.text("item_id"), TranscribedUtterance::isAwaited);
            case TRANSCRIPTION + "delta" -> onDelta(event.text("item_id"), event.text("delta"));
            case TRANSCRIPTION + "completed" -> onCompleted(event);
            case TRANSCRIPTION + "failed" -> onFailed(event);
            case "error" -> onError(RealtimeError.of(event.json().path("error"), account));
            default -> LOG.trace("Passed over: {}", event.type());
        }
    }

    private void onSessionUpdated(JsonNode session) {
        Optional<String> other = RealtimeConfiguration.otherFormat(session, "input");
        if (other.isPresent()) {
            fail("it takes the sound format " + other.get() + " instead of " + RealtimeConfiguration.FORMAT);
        } else if (!stands) {
            stands = true;
            life = request.scheduler().schedule(RealtimeConnection.LIFE, mailbox, () -> {
                isOld = true;
                tell();
            });
            utterances.stream().filter(utterance -> !utterance.isAnswered()).forEach(this::sendAgain);
        }
    }

    private void sendAgain(TranscribedUtterance utterance) {
        utterance.sound().inLargePieces().forEach(output::sound);
        if (utterance.hasEnded()) {
            commit(utterance);
        }
    }

    /** The one with that name, or else the first without a name that may be meant, which then has it. */
    private Optional<TranscribedUtterance> utterance(String item, Predicate<TranscribedUtterance> possible) {
        Optional<TranscribedUtterance> named = utterances.stream()
                .filter(utterance -> utterance.item().equals(item))
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        Optional<TranscribedUtterance> first = utterances.stream()
                .filter(utterance -> utterance.item().isEmpty() && !utterance.isAnswered())
                .filter(possible)
                .findFirst();
        first.ifPresent(utterance -> utterance.item(item));
        return first;
    }

    private void onDelta(String item, String delta) {
        utterance(item, any -> true).ifPresent(utterance -> {
            String words = utterance.interim(delta).strip();
            if (interimWords && utterance == utterances.peekFirst() && !words.isEmpty()) {
                listener.onInterim(words);
            }
        });
    }

    private void onCompleted(RealtimeEvent.Other event) {
        ReportedUsage.of(model, event.json().path("usage")).ifPresent(listener::onUsage);
        utterance(event.text("item_id"), TranscribedUtterance::isAwaited).ifPresent(utterance -> {
            Transcript transcript =
                    new Transcript(event.text("transcript").strip(), OptionalDouble.empty(), OptionalDouble.empty());
            utterance.words(
                    isSaid(utterance, transcript) ? new Words(transcript.text(), OptionalDouble.empty()) : Words.NONE);
        });
    }

    /** Models write something down for noise, too. */
    private boolean isSaid(TranscribedUtterance utterance, Transcript transcript) {
        Loudness loudness = utterance.sound().loudness();
        return !transcript.text().isEmpty()
                && !HALLUCINATIONS.isSilence(loudness)
                && !HALLUCINATIONS.isMadeUp(transcript, loudness, request.hints());
    }

    private void onFailed(RealtimeEvent.Other event) {
        RealtimeError error = RealtimeError.of(event.json().path("error"), account);
        utterance(event.text("item_id"), TranscribedUtterance::isAwaited)
                .ifPresent(utterance -> utterance.failure(failure("an utterance was not recognized: " + error, true)));
    }

    private void onError(RealtimeError error) {
        Optional<TranscribedUtterance> refused = utterances.stream()
                .filter(utterance -> utterance.isOf(error.event()))
                .findFirst();
        switch (error.kind()) {
            case EXPIRED -> connection.renew("it has expired");
            case FATAL -> fail("the session was refused: " + error);
            case HARMLESS -> refused.ifPresent(utterance -> utterance.words(Words.NONE));
            default -> {
                LOG.debug("The Realtime server says: {}", error);
                refused.ifPresent(utterance -> utterance.failure(failure("an utterance was refused: " + error, true)));
            }
        }
    }

    /** Tells of the answers in the order of the utterances. */
    private void tell() {
        while (!closed && !utterances.isEmpty() && utterances.getFirst().isAnswered()) {
            utterances.removeFirst().tell(listener);
        }
        if (isOld && stands && utterances.isEmpty()) {
            connection.renew("it is an hour old");
        }
    }

    private void fail(String why) {
        connection.close();
        onFailure(failure(why, false));
    }

    private static ProviderException failure(String why, boolean retryable) {
        return new ProviderException(Stage.HEARING, "OpenAI's Realtime API: " + why + ".", retryable, null);
    }
}
