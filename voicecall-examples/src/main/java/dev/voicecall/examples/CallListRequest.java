package dev.voicecall.examples;

import dev.voicecall.CallQuery;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCalls;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The query of {@code GET /calls}. */
final class CallListRequest {
    private static final List<String> NAMES =
            List.of("limit", "cursor", "direction", "number", "outcome", "open", "from", "until");

    private CallListRequest() {}

    /** The page of calls that a request asks for. Blocks as {@link VoiceCalls#calls} does. */
    static HttpResponse answer(VoiceCalls calls, HttpRequest request) {
        CallQuery query = parse(request.query());
        try {
            return Json.response(200, CallJson.page(calls.calls(query)));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()));
        }
    }

    /** @throws BadRequestException if something in it is wrong */
    static CallQuery parse(String query) {
        FormParameters parameters = FormParameters.parse(query);
        parameters.values().keySet().forEach(name -> {
            if (!NAMES.contains(name)) {
                throw new BadRequestException(
                        "There is an unknown parameter; there may be " + String.join(", ", NAMES) + ".");
            }
        });
        return new CallQuery(
                parameters.first("direction").map(name -> constant("direction", Direction.class, name)),
                parameters.first("number").map(CallListRequest::number),
                parameters.first("outcome").map(name -> constant("outcome", Outcome.class, name)),
                parameters.first("open").map(CallListRequest::truth),
                parameters.first("from").map(time -> instant("from", time)),
                parameters.first("until").map(time -> instant("until", time)),
                parameters.first("cursor"),
                parameters.first("limit").map(CallListRequest::limit).orElse(CallQuery.NEWEST.limit()));
    }

    private static <E extends Enum<E>> E constant(String parameter, Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadRequestException(parameter + " has to be one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + "."));
    }

    /** In a query an unescaped plus sign is a space, and no party's name begins with one. */
    private static String number(String text) {
        return text.replaceFirst("^ (?=[0-9])", "+");
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadRequestException("open has to be true or false.");
        }
        return text.equals("true");
    }

    private static Instant instant(String parameter, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRequestException(parameter + " has to be a time like 2026-11-21T12:00:00Z.");
        }
    }

    private static int limit(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 1_000) {
            throw new BadRequestException("limit has to be a number from 1 to 1000.");
        }
        return Integer.parseInt(text);
    }
}
