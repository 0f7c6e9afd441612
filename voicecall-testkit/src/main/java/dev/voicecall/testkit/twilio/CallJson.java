package dev.voicecall.testkit.twilio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call as the REST API shows it. Immutable. */
record CallJson(String accountSid) {
    // A null is part of the format; the map's values are declared without it because most have one.
    @SuppressWarnings("NullAway")
    Map<String, Object> of(SimulatedCall call) {
        boolean ended = call.status().isFinal();
        CallStatus status = call.status() == CallStatus.INITIATED ? CallStatus.QUEUED : call.status();
        String uri = "/2010-04-01/Accounts/" + accountSid + "/Calls/" + call.sid();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("sid", call.sid());
        json.put("account_sid", accountSid);
        json.put("date_created", Dates.rfc2822(call.created()));
        json.put("date_updated", Dates.rfc2822(call.finished().or(call::started).orElse(call.created())));
        json.put("parent_call_sid", orNull(call.parentSid()));
        json.put("to", call.to());
        json.put("to_formatted", call.to());
        json.put("from", call.from());
        json.put("from_formatted", call.from());
        json.put("phone_number_sid", null);
        json.put("status", status.wireName());
        json.put("start_time", orNull(call.started().map(Dates::rfc2822)));
        json.put("end_time", orNull(call.finished().map(Dates::rfc2822)));
        json.put("duration", ended ? Long.toString(call.talkSeconds()) : null);
        json.put("price", null);
        json.put("price_unit", "USD");
        json.put("direction", call.direction());
        json.put("answered_by", orNull(call.answeredBy()));
        json.put("forwarded_from", null);
        json.put("group_sid", null);
        json.put("caller_name", null);
        json.put("queue_time", Long.toString(call.queueTime().toMillis()));
        json.put("trunk_sid", null);
        json.put("annotation", null);
        json.put("api_version", "2010-04-01");
        json.put("uri", uri + ".json");
        json.put(
                "subresource_uris",
                Map.of("recordings", uri + "/Recordings.json", "notifications", uri + "/Notifications.json"));
        return json;
    }

    private static @Nullable Object orNull(Optional<?> value) {
        return value.isPresent() ? value.get() : null;
    }
}
