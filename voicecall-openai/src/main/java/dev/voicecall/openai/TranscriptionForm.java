package dev.voicecall.openai;

import java.util.List;

/** The form by which a model is asked to write down a sound. Each model takes other fields. */
final class TranscriptionForm {
    private TranscriptionForm() {}

    /**
     * All of it but the file. Whisper says how sure it is in its verbose answer, GPT-4o by logprobs; the others don't.
     *
     * @param language BCP 47
     * @param hints words that are likely
     * @param speakers whether a model that tells speakers is to tell them, with times
     */
    static MultipartForm of(TranscriptionSettings settings, String language, List<String> hints, boolean speakers) {
        String model = settings.model();
        boolean diarizes = model.contains("diarize");
        MultipartForm form = new MultipartForm().field("model", model);
        if (diarizes && speakers) {
            form.field("response_format", "diarized_json").field("chunking_strategy", "auto");
        } else {
            form.field("response_format", model.contains("whisper") ? "verbose_json" : "json");
        }
        if (model.startsWith("gpt-4o") && !diarizes) {
            form.field("include[]", "logprobs");
        }
        LanguageCode.of(language).ifPresent(code -> form.field("language", code));
        addHints(form, settings, hints);
        return form;
    }

    private static void addHints(MultipartForm form, TranscriptionSettings settings, List<String> hints) {
        boolean takesKeywords = settings.model().startsWith("gpt-transcribe");
        String prompt = settings.prompt();
        if (takesKeywords) {
            hints.forEach(hint -> form.field("keywords[]", hint));
        } else {
            prompt = (prompt + " " + String.join(", ", hints)).strip();
        }
        if (!prompt.isEmpty() && !settings.model().contains("diarize")) {
            form.field("prompt", prompt);
        }
    }
}
