package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.testkit.twilio.RestExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the description says no to what is wrong; what is right all tests over the simulator show it. */
class PublishedApiTest {
    private static final String ACCOUNT = "/2010-04-01/Accounts/AC00000000000000000000000000000001";

    @BeforeEach
    void needsTheFile() {
        assumeTrue(
                PublishedApi.get().isPresent(),
                "-D" + PublishedApi.PROPERTY + "=FILE has to say where Twilio's twilio_api_v2010.json is.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /Calls.json To=+14155550123&From=+14155550100&Url=https://a.example/x&Timeout=30",
                "POST /Calls.json To=a&From=b&Url=https://a.example&StatusCallbackEvent=ringing&StatusCallbackEvent=answered",
                "POST /Messages.json To=+1&From=+2&Body=x",
                "GET /Recordings.json PageSize=50"
            })
    void whatIsRightIsRight(String request) {
        assertThat(problems(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /Calls.json To=+1&From=+2",
                "POST /Calls.json To=+1&Url=https://a.example/x",
                "POST /Calls.json To=+1&From=+2&Url=https://a.example/x&Timeout=soon",
                "POST /Calls.json To=+1&From=+2&Url=https://a.example/x&Method=PATCH",
                "POST /Calls.json To=+1&From=+2&Url=not a url",
                "POST /Calls.json To=+1&From=+2&Url=https://a.example/x&RecordingChanels=dual",
                "POST /Calls.json To=+1&From=+2&Url=https://a.example/x&Record=yes",
                "POST /Messages.json To=+1&From=+2",
                "POST /Messages.json To=+1&From=+2&ContentSid=HX1",
                "GET /Recordings/RE1.json ",
                "GET /Recordings.json PageSize=many",
                "GET /Tapes.json "
            })
    void whatIsWrongIsNot(String request) {
        assertThat(problems(request)).isNotEmpty();
    }

    private static List<String> problems(String request) {
        String[] parts = request.split(" ", 3);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : parts[2].split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] both = pair.split("=", 2);
                parameters.merge(both[0], List.of(both[1]), (a, b) -> List.of(a.get(0), b.get(0)));
            }
        }
        return PublishedApi.get()
                .orElseThrow()
                .problems(new RestExchange(parts[0], ACCOUNT + parts[1], new FormParameters(parameters), 200));
    }
}
