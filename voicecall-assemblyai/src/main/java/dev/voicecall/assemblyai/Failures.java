package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, in words that help, without the key, and without URLs of audio, which may be as good as a key. Immutable.
 *
 * @param account with whom
 */
record Failures(Account account) {
    private static final int MAX_MESSAGE = 500;

    /** The connection did not come to stand, was too slow, or broke. */
    ProviderException of(IOException cause) {
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return failure(account + " could not be asked: " + said(what) + ".", true, cause);
    }

    /** An answer that says no. */
    ProviderException of(int status, String body) {
        JsonNode error = Json.read(body).path("error");
        String message = account + " answered " + status + ": " + said(error.isTextual() ? error.asText() : body);
        return failure(message + advice(status), mayPass(status), null);
    }

    /** A transcript that says so by itself, in an answer with status 200. */
    ProviderException ofTranscript(String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        boolean theirs = lower.contains("server error") || lower.contains("try again") || lower.contains("resubmit");
        return failure(account + " could not transcribe: " + said(error), theirs, null);
    }

    /** What came was not what should have come. */
    ProviderException unexpected(String what) {
        return failure(account + ": " + said(what), false, null);
    }

    /** Something may work if it is tried again. */
    ProviderException passing(String what) {
        return failure(account + ": " + said(what), true, null);
    }

    /** Whether a request that was answered so may work later. */
    static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> " Check the API key.";
            case 402 -> " Look at the account's billing.";
            case 403 -> " Check what the API key may do; a sound can only be used by the project that has uploaded it.";
            case 404 -> " Check the base URL; a transcript may have been deleted.";
            default -> "";
        };
    }

    /** What the other side said, made short and harmless. */
    private String said(String message) {
        String harmless = message.replace(account.key(), "***").replaceAll("(?i)\\b(https?|wss?)://\\S+", "<URL>");
        String line = harmless.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
    }

    private static ProviderException failure(String message, boolean retryable, @Nullable Throwable cause) {
        return new ProviderException(Stage.HEARING, message, retryable, cause);
    }
}
