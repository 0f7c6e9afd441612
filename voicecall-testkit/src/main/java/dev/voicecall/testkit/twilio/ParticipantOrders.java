package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the parameters by which somebody is called into a conference: as a call that dials it when it is answered. */
final class ParticipantOrders {
    /** Parameters, and the attributes of Conference that mean the same. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "Label", "participantLabel",
            "Muted", "muted",
            "Beep", "beep",
            "StartConferenceOnEnter", "startConferenceOnEnter",
            "EndConferenceOnExit", "endConferenceOnExit",
            "WaitUrl", "waitUrl",
            "WaitMethod", "waitMethod",
            "MaxParticipants", "maxParticipants",
            "ConferenceStatusCallback", "statusCallback",
            "ConferenceStatusCallbackMethod", "statusCallbackMethod");

    private ParticipantOrders() {}

    static CallOrder call(String conference, FormParameters parameters, Simulation simulation) {
        Map<String, List<String>> call = new LinkedHashMap<>(parameters.values());
        call.put("Twiml", List.of(twiml(conference, parameters)));
        call.remove("Url");
        return CallOrders.read(new FormParameters(call), simulation);
    }

    private static String twiml(String conference, FormParameters parameters) {
        StringBuilder noun = new StringBuilder("<Response><Dial><Conference");
        ATTRIBUTES.forEach((parameter, attribute) ->
                parameters.first(parameter).ifPresent(value -> attribute(noun, attribute, value)));
        String events = String.join(
                " ", parameters.values().getOrDefault("ConferenceStatusCallbackEvent", List.of("start", "end")));
        attribute(noun, "statusCallbackEvent", events);
        return noun.append('>')
                .append(escaped(conference))
                .append("</Conference></Dial></Response>")
                .toString();
    }

    private static void attribute(StringBuilder element, String name, String value) {
        element.append(' ').append(name).append("='").append(escaped(value)).append('\'');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }

    /** The answer: nobody is there yet. */
    @SuppressWarnings("NullAway") // as in CallJson
    static Map<String, Object> queued(
            String accountSid, Optional<String> conference, LiveCall call, FormParameters parameters) {
        Instant now = call.view().created();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("account_sid", accountSid);
        json.put("call_sid", call.view().sid());
        json.put("conference_sid", conference.orElse(null));
        json.put("label", parameters.first("Label").orElse(null));
        json.put("coaching", false);
        json.put("muted", flag(parameters, "Muted", false));
        json.put("hold", false);
        json.put("start_conference_on_enter", flag(parameters, "StartConferenceOnEnter", true));
        json.put("end_conference_on_exit", flag(parameters, "EndConferenceOnExit", false));
        json.put("status", "queued");
        json.put("date_created", Dates.rfc2822(now));
        json.put("date_updated", Dates.rfc2822(now));
        json.put(
                "uri",
                "/2010-04-01/Accounts/" + accountSid + "/Calls/" + call.view().sid() + ".json");
        return json;
    }

    private static boolean flag(FormParameters parameters, String name, boolean otherwise) {
        return parameters.first(name).map(Boolean::parseBoolean).orElse(otherwise);
    }
}
