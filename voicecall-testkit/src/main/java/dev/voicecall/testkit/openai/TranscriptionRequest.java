package dev.voicecall.testkit.openai;

import dev.voicecall.spi.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a transcription whose form was found to be right. Immutable.
 *
 * @param model its name
 * @param file what is to be heard; not copied
 * @param language empty if it is to be found out
 * @param prompt what may help
 * @param format of the answer
 * @param stream whether it comes in events
 * @param logprobs whether it says how sure it is
 */
record TranscriptionRequest(
        String model,
        byte[] file,
        Optional<String> language,
        Optional<String> prompt,
        String format,
        boolean stream,
        boolean logprobs) {
    private static final Set<String> FIELDS = Set.of(
            "file",
            "model",
            "language",
            "prompt",
            "response_format",
            "temperature",
            "stream",
            "include[]",
            "timestamp_granularities[]",
            "chunking_strategy");
    private static final List<String> EXTENSIONS =
            List.of("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm");
    private static final List<String> FORMATS = List.of("json", "text", "srt", "verbose_json", "vtt", "diarized_json");
    private static final int MAX_FILE_BYTES = 26_214_400;

    /**
     * Checks a form as OpenAI does.
     *
     * @throws ApiError if there is anything wrong with it
     */
    static TranscriptionRequest of(HttpRequest request) {
        MultipartForm form = MultipartForm.of(request);
        for (MultipartForm.Part part : form.parts()) {
            if (!FIELDS.contains(part.name())) {
                throw ApiError.invalid("Unknown parameter: '" + part.name() + "'.", part.name(), "unknown_parameter");
            }
        }
        String model = form.text("model").orElseThrow(() -> ApiError.missing("model"));
        if (!Models.TRANSCRIPTION.contains(model)) {
            throw ApiError.noSuchModel(model);
        }
        boolean whisper = model.equals("whisper-1");
        boolean stream = flag(form, "stream");
        return new TranscriptionRequest(
                model,
                file(form),
                form.text("language").map(TranscriptionRequest::checkLanguage),
                form.text("prompt"),
                format(form, model, whisper),
                stream && !whisper,
                logprobs(form, whisper));
    }

    boolean whisper() {
        return model.equals("whisper-1");
    }

    /** Whether it wants to know when each segment was said. */
    boolean times() {
        return format.equals("verbose_json") || format.equals("diarized_json");
    }

    private static byte[] file(MultipartForm form) {
        MultipartForm.Part file = form.file("file").orElseThrow(() -> ApiError.missing("file"));
        String name = file.fileName().orElse("");
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.indexOf('.') < 0 || !EXTENSIONS.contains(extension)) {
            throw ApiError.invalid(
                    "Unrecognized file format. Supported formats: ['" + String.join("', '", EXTENSIONS) + "']",
                    null,
                    null);
        }
        if (file.content().length > MAX_FILE_BYTES) {
            throw new ApiError(
                    413,
                    "server_error",
                    "Maximum content size limit (" + MAX_FILE_BYTES + ") exceeded (" + file.content().length
                            + " bytes read)",
                    null,
                    null);
        }
        if (!extension.equals("wav")) {
            throw ApiError.invalid(
                    "The simulator hears only WAV; OpenAI would hear " + extension + ".", "file", "simulator_limit");
        }
        return file.content();
    }

    private static String checkLanguage(String language) {
        if (!language.matches("[a-z]{2,3}")) {
            throw ApiError.invalid(
                    "Invalid language '" + language + "'. Language parameter must be specified in ISO-639-1 format.",
                    "language",
                    "invalid_language_format");
        }
        return language;
    }

    private static String format(MultipartForm form, String model, boolean whisper) {
        String format = form.text("response_format").orElse("json");
        if (!FORMATS.contains(format)) {
            throw ApiError.wrongValue("response_format", format, Fields.quoted(FORMATS));
        }
        Set<String> known = model.endsWith("-diarize") ? Set.of("json", "text", "diarized_json") : Set.of("json");
        if (!(whisper ? !format.equals("diarized_json") : known.contains(format))) {
            throw ApiError.invalid(
                    "response_format '" + format + "' is not compatible with model '" + model
                            + "'. Use 'json' instead.",
                    "response_format",
                    "unsupported_value");
        }
        if (Set.of("srt", "vtt").contains(format)) {
            throw ApiError.invalid(
                    "The simulator writes only json, text, verbose_json and diarized_json.",
                    "response_format",
                    "simulator_limit");
        }
        return format;
    }

    private static boolean flag(MultipartForm form, String name) {
        String value = form.text(name).orElse("false").toLowerCase(Locale.ROOT);
        if (!Set.of("true", "false").contains(value)) {
            throw ApiError.wrongType(name, "a boolean", "a string");
        }
        return value.equals("true");
    }

    private static boolean logprobs(MultipartForm form, boolean whisper) {
        List<String> include = form.all("include[]");
        for (String what : include) {
            if (!what.equals("logprobs")) {
                throw ApiError.wrongValue("include[0]", what, "'logprobs'");
            }
        }
        if (whisper && !include.isEmpty()) {
            throw ApiError.invalid(
                    "Logprobs are not supported with model 'whisper-1'.", "include", "unsupported_value");
        }
        return !include.isEmpty();
    }
}
