package dev.voicecall.testkit.openai;

import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Answers that go wrong, as a whole or in the middle. Immutable. */
final class FaultyAnswer implements Reply.Fault {
    private static final String PAGE =
            "<html>\n<head><title>%1$s</title></head>\n<body><center><h1>%1$s</h1></center></body>\n</html>\n";

    private static final byte[] NO_JSON = "data: {\"id\":\"chatcmpl-\n\n".getBytes(StandardCharsets.UTF_8);

    private final OpenAiFault fault;
    private final Tempo tempo;

    FaultyAnswer(OpenAiFault fault, Tempo tempo) {
        this.fault = fault;
        this.tempo = tempo;
    }

    /**
     * Lets go wrong what does so as a whole.
     *
     * @return whether that was the answer
     */
    boolean answer(Reply reply) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case RATE_LIMITED -> refuse(reply, rateLimited());
            case QUOTA_EXCEEDED -> refuse(reply, quotaExceeded());
            case SERVER_ERROR -> refuse(reply, serverError());
            case OVERLOADED -> refuse(reply, overloaded());
            case HTML_ERROR -> reply.send(503, "text/html", PAGE.formatted("503 Service Temporarily Unavailable"));
            case RESET -> reply.reset();
            case UNANSWERED -> tempo.time().await(new CompletableFuture<>());
            case WRONG_CONTENT -> reply.send(200, "text/html", PAGE.formatted("Welcome"));
            case MP3 -> mp3(reply);
            case SLOW -> tempo.pass(fault.delay());
            case STALLED, CUT, MALFORMED_EVENT, ERROR_EVENT -> reply.goWrong(this);
        }
        return switch (fault.kind()) {
            case SLOW, STALLED, CUT, MALFORMED_EVENT, ERROR_EVENT -> false;
            default -> true;
        };
    }

    @Override
    public int pieces() {
        return fault.pieces();
    }

    @Override
    public void strike(Reply reply) throws IOException, InterruptedException {
        switch (fault.kind()) {
            case MALFORMED_EVENT -> reply.chunk(NO_JSON);
            case ERROR_EVENT -> {
                String error = "data: " + serverError().body() + "\n\n";
                reply.endBroken(error.getBytes(StandardCharsets.UTF_8), "ERROR_EVENT");
            }
            case STALLED -> {
                IOException end = reply.brokenOff("STALLED");
                tempo.time().await(new CompletableFuture<>());
                throw end;
            }
            default -> throw reply.brokenOff(fault.kind().name());
        }
    }

    private void refuse(Reply reply, ApiError error) throws IOException {
        Duration delay = fault.delay();
        if (!delay.isZero()) {
            reply.header("retry-after", String.valueOf((delay.toMillis() + 999) / 1_000));
            reply.header("retry-after-ms", String.valueOf(delay.toMillis()));
        }
        error.answer(reply);
    }

    private static ApiError rateLimited() {
        return new ApiError(
                429,
                "requests",
                "Rate limit reached for the model in organization org-simulator on requests per min (RPM): Limit 3,"
                        + " Used 3, Requested 1. Please try again in 20s. Visit"
                        + " https://platform.openai.com/account/rate-limits to learn more.",
                null,
                "rate_limit_exceeded");
    }

    private static ApiError quotaExceeded() {
        return new ApiError(
                429,
                "insufficient_quota",
                "You exceeded your current quota, please check your plan and billing details. For more information on"
                        + " this error, read the docs:"
                        + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
                null,
                "insufficient_quota");
    }

    static ApiError serverError() {
        return new ApiError(
                500,
                "server_error",
                "The server had an error while processing your request. Sorry about that!",
                null,
                null);
    }

    private static ApiError overloaded() {
        return new ApiError(
                503,
                "service_unavailable_error",
                "The engine is currently overloaded, please try again later",
                null,
                null);
    }

    /** A second of what begins like MPEG-1 layer III at 128 kbit/s and 24 kHz. */
    private void mp3(Reply reply) throws IOException, InterruptedException {
        byte[] sound = new byte[16_000];
        Arrays.fill(sound, (byte) 0x55);
        byte[] tag = "ID3\4\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(tag, 0, sound, 0, tag.length);
        for (int frame = tag.length; frame + 4 < sound.length; frame += 384) {
            sound[frame] = (byte) 0xFF;
            sound[frame + 1] = (byte) 0xF3;
            sound[frame + 2] = (byte) 0xC4;
        }
        reply.send(200, fault.operation() == Operation.SPEECH ? "audio/pcm" : "application/json", sound);
    }
}
