package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers to {@code GET} requests that came with an {@code ETag}. Safe for use by many threads. */
final class EtagCache {
    private final Map<URI, WebReply> replies = new ConcurrentHashMap<>();

    Optional<String> tag(URI url) {
        return Optional.ofNullable(replies.get(url)).flatMap(reply -> reply.header("ETag"));
    }

    /** The answer itself, or, if it says that nothing has changed, the one from before. */
    WebReply through(URI url, WebReply reply) {
        WebReply before = replies.get(url);
        if (reply.status() == 304 && before != null) {
            return before;
        }
        if (reply.status() == 200 && reply.header("ETag").isPresent()) {
            replies.put(url, reply);
        }
        return reply;
    }
}
