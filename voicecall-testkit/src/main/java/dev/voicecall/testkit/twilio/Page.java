package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One page of a list, newest first: of 50 unless {@code PageSize} says otherwise, of 1,000 at most. */
final class Page {
    private Page() {}

    static HttpResponse of(String name, String path, List<Map<String, Object>> all, FormParameters parameters) {
        int size = Math.min(1_000, Math.max(1, number(parameters, "PageSize", 50)));
        int page = number(parameters, "Page", 0);
        List<Map<String, Object>> newestFirst = new ArrayList<>(all);
        Collections.reverse(newestFirst);
        int from = Math.min(all.size(), page * size);
        int to = Math.min(all.size(), from + size);
        String uri = path + "?" + filters(parameters) + "PageSize=" + size + "&Page=";
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(name, newestFirst.subList(from, to));
        body.put("page", page);
        body.put("page_size", size);
        body.put("start", from);
        body.put("end", Math.max(from, to - 1));
        body.put("uri", uri + page);
        body.put("first_page_uri", uri + 0);
        body.put("previous_page_uri", page > 0 ? uri + (page - 1) : null);
        body.put("next_page_uri", to < all.size() ? uri + (page + 1) : null);
        return Json.response(200, body);
    }

    /** All other parameters, so that the next page is one of the same list. */
    private static String filters(FormParameters parameters) {
        Map<String, List<String>> others = new LinkedHashMap<>(parameters.values());
        others.keySet().removeAll(Set.of("PageSize", "Page", "PageToken"));
        return others.isEmpty() ? "" : new FormParameters(others).encode() + "&";
    }

    private static int number(FormParameters parameters, String name, int otherwise) {
        return parameters
                .first(name)
                .filter(value -> value.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElse(otherwise);
    }
}
