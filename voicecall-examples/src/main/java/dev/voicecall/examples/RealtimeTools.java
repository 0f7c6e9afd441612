package dev.voicecall.examples;

import dev.voicecall.spi.Tool;
import java.util.List;

/** What the realtime agent can do besides talking. A tool of yours goes here. */
final class RealtimeTools {
    /** All of them. */
    static final List<Tool> ALL = List.of(
            Tool.of(
                    "get_weather",
                    "The weather in a city right now. Say the temperature in degrees.",
                    City.class,
                    (city, call) -> weather(city)),
            Tool.hangUp());

    private RealtimeTools() {}

    /**
     * What the model has to say.
     *
     * @param city its name
     */
    record City(String city) {}

    /** A sample, and not a forecast: the same city always has the same weather. Ask a service of your choice here. */
    private static String weather(City place) {
        int degrees = 10 + Math.floorMod(place.city().hashCode(), 20);
        return Json.object()
                .put("city", place.city())
                .put("temperature_celsius", degrees)
                .put("sky", degrees > 18 ? "sunny" : "cloudy")
                .toString();
    }
}
