package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters that requests have. */
final class CallParameters {
    private CallParameters() {}

    /** What every request about a call tells. */
    static Map<String, String> standard(String accountSid, SimulatedCall call, CallStatus status) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CallSid", call.sid());
        parameters.put("AccountSid", accountSid);
        parameters.put("From", call.from());
        parameters.put("To", call.to());
        parameters.put("Caller", call.from());
        parameters.put("Called", call.to());
        parameters.put("CallStatus", status.wireName());
        parameters.put("ApiVersion", "2010-04-01");
        parameters.put("Direction", call.direction());
        call.parentSid().ifPresent(parent -> parameters.put("ParentCallSid", parent));
        return parameters;
    }

    static FormParameters form(Map<String, String> parameters) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> values.put(name, List.of(value)));
        return new FormParameters(values);
    }
}
