package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation of a Realtime model on a call, over as many sessions as it takes. Each begins by being told its settings
 * and, if it isn't the first, what was said and done before.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class RealtimeSession implements SpeechToSpeech.Session, RealtimeConnection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeSession.class);
    private static final Hallucinations HALLUCINATIONS = new Hallucinations();
    /** A server that is going to answer by itself begins within that time. */
    private static final Duration SERVER_ANSWERS = Duration.ofSeconds(2);

    private static final String CONTINUE =
            "Your last words were cut off. Go on where they ended, without repeating any of them.";

    private final Account account;
    private final RealtimeSettings settings;
    private final SpeechToSpeech.Request request;
    private final SpeechToSpeech.Listener listener;
    private final RealtimeConnection connection;
    private final RealtimeOutput output;
    private final ResponseGate gate = new ResponseGate(this::requestResponse);
    private final RealtimeHistory history = new RealtimeHistory();
    private final RealtimeCounters counters = new RealtimeCounters();
    private final KeptSound kept = new KeptSound();
    private final RealtimeAnswers answers;

    private boolean stands;
    private boolean closed;
    private boolean isOld;
    private boolean retried;
    private String lastSpeech = "";
    /** Of which item the words so far are known. */
    private String transcribing = "";

    private final StringBuilder interim = new StringBuilder();
    private Scheduler.Timer life = Scheduler.Timer.NONE;
    private Scheduler.Timer serverAnswers = Scheduler.Timer.NONE;
    private Scheduler.Timer retry = Scheduler.Timer.NONE;

    RealtimeSession(
            Account account,
            RealtimeSettings settings,
            SpeechToSpeech.Request request,
            SpeechToSpeech.Listener listener) {
        this.account = account;
        this.settings = settings;
        this.request = request;
        this.listener = listener;
        this.connection = new RealtimeConnection(
                account,
                "/realtime?model=" + settings.model(),
                Stage.THINKING,
                request.scheduler(),
                request.mailbox(),
                this);
        this.output = new RealtimeOutput(connection::send);
        this.answers = new RealtimeAnswers(listener, output, history, gate, counters);
    }

    void open() {
        connection.open();
    }

    @Override
    public void audio(byte[] muLaw) {
        if (closed) {
            return;
        }
        kept.add(muLaw, stands);
        if (stands) {
            output.sound(muLaw);
        }
    }

    @Override
    public void text(String words) {
        if (closed) {
            return;
        }
        String item = output.newItem();
        history.typed(item, words);
        if (stands) {
            output.create(RealtimeItems.user(words).put("id", item));
        }
        gate.answer(item);
    }

    @Override
    public void prompt(String instructions) {
        if (!closed) {
            gate.prompt(instructions);
        }
    }

    @Override
    public void cut(String item, Duration heard) {
        if (!closed) {
            gate.withdraw(CONTINUE);
            answers.cut(item, heard);
        }
    }

    @Override
    public void toolSettled(ToolUse use) {
        if (!closed) {
            answers.toolSettled(use);
        }
    }

    @Override
    public void close() {
        closed = true;
        stands = false;
        connection.close();
        life.cancel();
        serverAnswers.cancel();
        retry.cancel();
    }

    RealtimeCounters counters() {
        return counters;
    }

    /** Whether nobody speaks, is about to, or is being waited for. */
    boolean isQuiet() {
        return gate.isQuiet() && !kept.isSpeech() && !answers.toolsAreUsed();
    }

    // The connection

    @Override
    public void onConnected() {
        output.configure(RealtimeConfiguration.conversation(settings, request.language()));
        connection.expectAnswer();
    }

    @Override
    public boolean awaitsAnswer() {
        return !stands || gate.awaitsServer();
    }

    @Override
    public void onFailure(ProviderException failure) {
        if (!closed) {
            close();
            listener.onFailure(failure);
        }
    }

    @Override
    public void onLost(String why) {
        boolean stood = stands;
        stands = false;
        isOld = false;
        life.cancel();
        serverAnswers.cancel();
        retry.cancel();
        gate.active().ifPresent(response -> {
            answers.endItems(response);
            again(response);
        });
        answers.lost();
        boolean owed = gate.lost();
        if (kept.isSpeech()) {
            history.forget(lastSpeech); // it is heard again
        } else if (owed) {
            gate.answer();
        }
        if (stood) {
            listener.onWarning(new VoiceCallException("The Realtime connection was made anew: " + why + "."));
        }
    }

    /** Has an answer that broke off come to its end, unless the other side has interrupted it. */
    private void again(String response) {
        if (!gate.isActive(response) || answers.isCut(response)) {
            return;
        }
        if (answers.isBegun(response)) {
            gate.prompt(CONTINUE);
        } else {
            gate.againAfter(response);
        }
    }

    private void stand(JsonNode session) {
        Optional<String> other = RealtimeConfiguration.otherFormat(session, "input")
                .or(() -> RealtimeConfiguration.otherFormat(session, "output"));
        if (other.isPresent()) {
            fail("it uses the sound format " + other.get() + " instead of " + RealtimeConfiguration.FORMAT, false);
            return;
        }
        stands = true;
        life = request.scheduler().schedule(RealtimeConnection.LIFE, request.mailbox(), this::grewOld);
        history.items().forEach(output::create);
        answers.begin();
        listener.onOpen();
        kept.inLargePieces().forEach(output::sound);
        gate.open();
    }

    private void grewOld() {
        isOld = true;
        renewIfQuiet();
    }

    private void renewIfQuiet() {
        if (isOld && stands && isQuiet()) {
            connection.renew("it is an hour old");
        }
    }

    private String requestResponse(Optional<String> prompt) {
        connection.expectAnswer();
        return prompt.map(words -> output.respond((settings.instructions() + "\n\n" + words).strip()))
                .orElseGet(output::respond);
    }

    // Events

    @Override
    public void onEvent(RealtimeEvent event) {
        if (event instanceof RealtimeEvent.Audio audio) {
            if (!answers.isCut(audio.response())) {
                kept.answered();
            }
            answers.sound(audio);
        } else if (event instanceof RealtimeEvent.Other other) {
            handle(other);
            renewIfQuiet();
        }
    }

    private void handle(RealtimeEvent.Other event) {
        switch (event.type()) {
            case "session.updated" -> onSessionUpdated(event.json().path("session"));
            case "input_audio_buffer.speech_started" -> onSpeechStarted(event.text("item_id"));
            case "input_audio_buffer.speech_stopped" -> onSpeechStopped(event.text("item_id"));
            case "input_audio_buffer.committed" -> history.callerSpoke(event.text("item_id"));
            case "conversation.item.input_audio_transcription.delta" ->
                onTranscribing(event.text("item_id"), event.text("delta"));
            case "conversation.item.input_audio_transcription.completed" -> onTranscribed(event);
            case "conversation.item.input_audio_transcription.failed" -> onTranscriptionFailed(event);
            case "conversation.item.added", "conversation.item.done" ->
                gate.seen(event.json().path("item").path("id").asText(""));
            case "response.created" ->
                onResponseCreated(event.json().path("response").path("id").asText(""));
            case "response.output_audio_transcript.delta" ->
                answers.words(event.text("item_id"), event.text("response_id"), event.text("delta"));
            case "response.output_item.done" ->
                answers.itemEnded(event.json().path("item").path("id").asText(""));
            case "response.done" -> onResponseDone(event.json().path("response"));
            case "error" -> onError(RealtimeError.of(event.json().path("error"), account));
            default -> passOver(event);
        }
    }

    /** Comes also for changes that we have not asked for. */
    private void onSessionUpdated(JsonNode session) {
        if (!stands) {
            stand(session);
        }
    }

    private void onSpeechStarted(String item) {
        lastSpeech = item;
        kept.speechBegan();
        serverAnswers.cancel();
        answers.callerBegan();
        gate.callerBegan();
        listener.onSpeechBegan();
    }

    private void onSpeechStopped(String item) {
        lastSpeech = item;
        gate.callerEnded();
        serverAnswers = request.scheduler().schedule(SERVER_ANSWERS, request.mailbox(), gate::unanswered);
        listener.onSpeechEnded(item);
    }

    private void onTranscribing(String item, String delta) {
        if (!item.equals(transcribing)) {
            transcribing = item;
            interim.setLength(0);
        }
        String words = interim.append(delta).toString().strip();
        if (!words.isEmpty() && !delta.isBlank()) {
            listener.onCallerInterim(item, words);
        }
    }

    private void onTranscribed(RealtimeEvent.Other event) {
        settings.transcriptionModel()
                .flatMap(model -> ReportedUsage.of(model, event.json().path("usage")))
                .ifPresent(listener::onUsage);
        onCallerWords(event.text("item_id"), event.text("transcript"));
    }

    private void onCallerWords(String item, String transcript) {
        String words = HALLUCINATIONS.isNeverSaid(transcript) ? "" : transcript.strip();
        history.callerWords(item, words);
        if (item.equals(lastSpeech) && !words.isEmpty()) {
            kept.answered();
        }
        listener.onCallerWords(item, words);
    }

    private void onTranscriptionFailed(RealtimeEvent.Other event) {
        RealtimeError error = RealtimeError.of(event.json().path("error"), account);
        listener.onWarning(new VoiceCallException("The other side's words were not written down: " + error));
        if (!closed) {
            listener.onCallerWords(event.text("item_id"), "");
        }
    }

    private void onResponseCreated(String response) {
        serverAnswers.cancel();
        gate.began(response);
        answers.began(response);
        connection.expectAnswer();
    }

    private void onResponseDone(JsonNode response) {
        ReportedUsage.of(settings.model(), response.path("usage")).ifPresent(listener::onUsage);
        String id = response.path("id").asText("");
        JsonNode details = response.path("status_details");
        String status = response.path("status").asText("");
        if (status.equals("failed") && !answers.isCut(id)) {
            onResponseFailed(id, RealtimeError.of(details.path("error"), account));
            return;
        }
        if (status.equals("incomplete")) {
            listener.onWarning(new VoiceCallException("The model's answer is incomplete: "
                    + details.path("reason").asText("it does not say why") + "."));
        }
        if (!closed) {
            retried &= !status.equals("completed");
            answers.ended(response);
            gate.ended(id);
        }
    }

    /** Once it is tried again, from where it broke off. */
    private void onResponseFailed(String response, RealtimeError error) {
        if (retried || error.kind() == RealtimeError.Kind.FATAL) {
            fail("the model failed to answer: " + error, error.kind() != RealtimeError.Kind.FATAL);
            return;
        }
        retried = true;
        answers.endItems(response);
        listener.onWarning(new VoiceCallException("The model failed to answer, and is asked again: " + error));
        retry = request.scheduler().schedule(error.retryAfter(), request.mailbox(), () -> {
            again(response);
            gate.ended(response);
        });
    }

    private void onError(RealtimeError error) {
        switch (error.kind()) {
            case HARMLESS -> LOG.debug("The Realtime server says: {}", error);
            case BUSY -> onBusy(error);
            case EXPIRED -> connection.renew("it has expired");
            case FATAL -> fail("the session was refused: " + error, false);
            case PASSING, OTHER -> {
                gate.refused(error.event());
                listener.onWarning(new VoiceCallException("The Realtime server says: " + error));
            }
        }
    }

    private void onBusy(RealtimeError error) {
        gate.busy(error.event());
        serverAnswers.cancel();
        serverAnswers = request.scheduler().schedule(SERVER_ANSWERS, request.mailbox(), gate::unanswered);
    }

    private void passOver(RealtimeEvent.Other event) {
        if (!event.isKnown()) {
            counters.unknownEvent();
            LOG.debug("An event of the Realtime server is unknown: '{}'.", event.type());
        }
    }

    private void fail(String why, boolean retryable) {
        onFailure(new ProviderException(Stage.THINKING, "OpenAI's Realtime API: " + why + ".", retryable, null));
    }
}
