package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.Transcriber.Request;
import java.util.List;
import java.util.Optional;

/** The JSON that orders a transcript. */
final class TranscriptOrder {
    /** More is refused by universal-2. */
    private static final int MAX_KEYTERMS = 200;
    /** Longer ones are refused. */
    private static final int MAX_WORDS_OF_KEYTERM = 6;

    private TranscriptOrder() {}

    static byte[] json(String audioUrl, Request request, List<String> models, Optional<Webhook> webhook) {
        ObjectNode order = Json.object().put("audio_url", audioUrl);
        ArrayNode names = order.putArray("speech_models");
        models.forEach(names::add);
        Languages.code(request.language())
                .ifPresentOrElse(code -> order.put("language_code", code), () -> order.put("language_detection", true));
        order.put(request.channels() > 1 ? "multichannel" : "speaker_labels", true);
        List<String> keyterms = request.hints().stream()
                .map(String::strip)
                .filter(hint -> !hint.isEmpty() && hint.split("\\s+", -1).length <= MAX_WORDS_OF_KEYTERM)
                .distinct()
                .limit(MAX_KEYTERMS)
                .toList();
        if (!keyterms.isEmpty()) {
            ArrayNode terms = order.putArray("keyterms_prompt");
            keyterms.forEach(terms::add);
        }
        webhook.ifPresent(known -> known.describe(order));
        return Json.bytes(order);
    }
}
