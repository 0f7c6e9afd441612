package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One answer of the model, from {@code response.created} to {@code response.done}. Called on the session's mailbox. */
final class RealtimeResponse implements RealtimeMessage.Course {
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(20);
    private static final String NOT_JSON = "{\"type\":\"response.output_audio.delta\",\"delta\":";

    private final RealtimeSession session;
    private final String id;
    private final ObjectNode settings;
    private final ResponseEvents events;
    private final Optional<ResponseFault> fault;
    private final Consumer<RealtimeResponse> onDone;
    private final Deque<FunctionCall> calls = new ArrayDeque<>();
    private @Nullable RealtimeMessage message;
    private Timer timer = Timer.NONE;
    private boolean over;

    /**
     * A response.
     *
     * @param settings of the session, and what the request has put in their place
     * @param onDone called when it is over
     */
    RealtimeResponse(
            RealtimeSession session,
            ObjectNode settings,
            Optional<ResponseFault> fault,
            Consumer<RealtimeResponse> onDone) {
        this.session = session;
        this.id = session.ids().next("resp");
        this.settings = settings;
        this.events = new ResponseEvents(session, id, settings);
        this.fault = fault;
        this.onDone = onDone;
    }

    String id() {
        return id;
    }

    /** How long what it has said sounds. */
    Duration length() {
        return events.length();
    }

    void begin() {
        events.created();
        session.afterHearing(() -> later(session.behaviour().thinking(), this::think));
    }

    private void think() {
        if (is(ResponseFault.RATE_LIMITED)) {
            fail("rate_limit_exceeded");
            return;
        }
        if (is(ResponseFault.FAILED)) {
            fail("server_error");
            return;
        }
        Prompt prompt = new Prompt(
                settings.path("model").asText(),
                session.conversation().instructions(settings),
                session.conversation().messages(),
                SessionConfig.toolNames(settings));
        session.mind().time().worker().execute(() -> {
            Answer answer = session.mind().model().answer(prompt);
            session.mailbox().execute(unlessOver(() -> perform(answer)));
        });
    }

    private void perform(Answer answer) {
        calls.addAll(answer.calls());
        if (answer.text().isBlank()) {
            callNext();
        } else {
            message = new RealtimeMessage(session, events, settings, answer.text(), breaksHalfway(), this);
            message.begin();
        }
    }

    private boolean breaksHalfway() {
        return fault.isPresent() && !is(ResponseFault.LATE_DELTAS);
    }

    private boolean is(ResponseFault wanted) {
        return fault.filter(wanted::equals).isPresent();
    }

    @Override
    public boolean halfSaid() {
        switch (fault.orElseThrow()) {
            case FAILED_HALFWAY -> fail("server_error");
            case INCOMPLETE -> end("incomplete", Json.object().put("reason", "max_output_tokens"));
            case CONTENT_FILTERED -> end("incomplete", Json.object().put("reason", "content_filter"));
            case CUT -> session.cut();
            case MALFORMED -> session.sendRaw(NOT_JSON);
            default -> {} // It stalls.
        }
        return is(ResponseFault.MALFORMED);
    }

    @Override
    public void said() {
        message = null;
        callNext();
    }

    @Override
    public void voiceFailed() {
        fail("server_error");
    }

    private void callNext() {
        FunctionCall call = calls.poll();
        if (call == null) {
            end("completed", null);
            return;
        }
        call(call);
        later(BETWEEN_CALLS, this::callNext);
    }

    private void call(FunctionCall call) {
        String callId = session.ids().next("call");
        RealtimeItem item = new RealtimeItem(session.ids().next("item"), "function_call");
        item.json().put("name", call.name()).put("call_id", callId).put("arguments", "");
        events.added(item);
        String arguments = call.arguments();
        int half = arguments.length() / 2;
        for (String delta : List.of(arguments.substring(0, half), arguments.substring(half))) {
            events.send("response.function_call_arguments.delta", item, event -> event.put("call_id", callId)
                    .put("delta", delta));
        }
        item.json().put("arguments", arguments);
        events.send("response.function_call_arguments.done", item, event -> event.put("call_id", callId)
                .put("name", call.name())
                .put("arguments", arguments));
        events.done(item, "completed");
    }

    /**
     * Ends it before its time.
     *
     * @param reason of OpenAI's list
     */
    void cancel(String reason) {
        RealtimeMessage interrupted = message;
        end("cancelled", Json.object().put("reason", reason));
        if (is(ResponseFault.LATE_DELTAS) && interrupted != null) {
            interrupted.sendLate();
            interrupted.sendLate();
        }
    }

    private void fail(String code) {
        ObjectNode details = Json.object();
        details.putObject("error").put("type", code).put("code", code);
        end("failed", details);
    }

    private void end(String status, @Nullable ObjectNode details) {
        over = true;
        timer.cancel();
        if (message != null) {
            message.end("incomplete");
            message = null;
        }
        events.done(status, details == null ? null : details.put("type", status));
        onDone.accept(this);
    }

    /** Nothing more comes of it. */
    void drop() {
        over = true;
        timer.cancel();
        if (message != null) {
            message.drop();
        }
    }

    private void later(Duration delay, Runnable task) {
        timer = session.mind().time().schedule(delay, session.mailbox(), unlessOver(task));
    }

    private Runnable unlessOver(Runnable task) {
        return () -> {
            if (!over) {
                task.run();
            }
        };
    }
}
