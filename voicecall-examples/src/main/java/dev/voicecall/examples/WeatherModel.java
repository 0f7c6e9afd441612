package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Message.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** In place of OpenAI's: tells the weather, by rules and the tools of {@link RealtimeTools}. Safe for use by many threads. */
final class WeatherModel implements SimulatedModel {
    /** What it understands. */
    static final String GRAMMAR = """
            #JSGF V1.0;
            grammar weather;
            <city> = paris | london | berlin | new york;
            public <said> = hello
              | [and] what is the weather in <city>
              | [no] thank you [good bye] | good bye;
            """;

    private static final List<String> CITIES = List.of("Paris", "London", "Berlin", "New York");

    @Override
    public Answer answer(Prompt prompt) {
        List<Message> messages = prompt.messages();
        if (messages.isEmpty()) {
            return Answer.say("Hello. I can tell you the weather. Which city?");
        }
        Message latest = messages.get(messages.size() - 1);
        return latest.role() == Role.TOOL
                ? told(latest.text())
                : asked(latest.text().toLowerCase(Locale.ROOT));
    }

    private static Answer asked(String words) {
        if (words.contains("good bye")) {
            return Answer.sayAndCall("Good bye.", new FunctionCall("hang_up", "{}"));
        }
        return CITIES.stream()
                .filter(city -> words.contains(city.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(city -> Answer.call(
                        "get_weather", Json.object().put("city", city).toString()))
                .orElseGet(() -> Answer.say("I can tell you the weather. Which city?"));
    }

    private static Answer told(String result) {
        JsonNode weather = Json.object(result.getBytes(StandardCharsets.UTF_8));
        return Answer.say("It is " + weather.path("sky").asText() + " in "
                + weather.path("city").asText() + ", with "
                + weather.path("temperature_celsius").asInt()
                + " degrees. Do you want to know another city?");
    }
}
