package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Reports how one stream gets on, a little later than the stream itself shows it, or a little sooner. */
final class StreamCallbacks {
    private static final int MAX_DELAY_MILLIS = 60;

    private final LiveCall call;
    private final StreamOrder order;
    private final SimulatedStream view;
    private final SplittableRandom random;

    StreamCallbacks(LiveCall call, StreamOrder order, SimulatedStream view, SplittableRandom random) {
        this.call = call;
        this.order = order;
        this.view = view;
        this.random = random;
    }

    void started() {
        report("stream-started", Map.of(), Duration.ZERO);
    }

    void stopped(Duration later) {
        report("stream-stopped", Map.of(), later);
    }

    void failed(Problem why) {
        report("stream-error", Map.of("StreamError", why.message()), Duration.ZERO);
    }

    private void report(String event, Map<String, String> more, Duration later) {
        order.statusCallback().ifPresent(endpoint -> {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("AccountSid", call.simulation().accountSid());
            parameters.put("CallSid", call.view().sid());
            parameters.put("StreamSid", view.sid());
            parameters.put("StreamName", view.name());
            parameters.put("StreamEvent", event);
            parameters.putAll(more);
            parameters.put("Timestamp", Dates.iso8601(call.simulation().line().now()));
            Duration delay = later.plusMillis(random.nextInt(MAX_DELAY_MILLIS));
            call.webhooks().report(Kind.STREAM, endpoint, CallParameters.form(parameters), delay);
        });
    }
}
