package dev.voicecall.twilio;

import dev.voicecall.spi.WebSocketListener;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Finds the leg that a webhook is about: by the secret token that each leg's URLs carry, or by the CallSid where the URL is
 * the number's and not the leg's. And the media stream that is expected, by a token that opens it once. Safe for use
 * by many threads.
 */
final class LegRegistry {
    private static final int TOKEN_BYTES = 16;
    private static final int ENDED_CALLS_REMEMBERED = 1_000;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, TwilioLeg> byToken = new ConcurrentHashMap<>();
    private final Map<String, TwilioLeg> bySid = new ConcurrentHashMap<>();
    private final Map<String, Supplier<WebSocketListener>> streams = new ConcurrentHashMap<>();

    private final Set<String> ended = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > ENDED_CALLS_REMEMBERED;
        }
    });
    private volatile boolean closed;

    /** A token that nobody can guess. */
    String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    void add(String token, TwilioLeg leg) {
        byToken.put(token, leg);
    }

    void identify(String callSid, TwilioLeg leg) {
        bySid.put(callSid, leg);
    }

    /** @return the leg that has this SID already, or null if it is given to this leg now */
    Optional<TwilioLeg> identifyIfAbsent(String callSid, TwilioLeg leg) {
        return Optional.ofNullable(bySid.putIfAbsent(callSid, leg));
    }

    Optional<TwilioLeg> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    Optional<TwilioLeg> bySid(String callSid) {
        return Optional.ofNullable(bySid.get(callSid));
    }

    void remove(String token, Optional<String> callSid) {
        byToken.remove(token);
        callSid.ifPresent(sid -> {
            bySid.remove(sid);
            ended(sid);
        });
    }

    /** A call is over; it {@linkplain #refuses does not come in} any more. */
    void ended(String callSid) {
        synchronized (ended) {
            ended.add(callSid);
        }
    }

    /** @param connect makes what listens to the stream; called once at most, by any thread */
    void expectStream(String token, Supplier<WebSocketListener> connect) {
        streams.put(token, connect);
    }

    /** Uses a token up. */
    Optional<Supplier<WebSocketListener>> takeStream(String token) {
        return Optional.ofNullable(streams.remove(token));
    }

    void withdrawStream(String token) {
        streams.remove(token);
    }

    /** Whether a call that comes in is none: it is over already (Twilio repeats itself), or nobody takes calls any more. */
    boolean refuses(String callSid) {
        synchronized (ended) {
            return closed || ended.contains(callSid);
        }
    }

    /** Forgets all legs, and takes no more calls. */
    void close() {
        closed = true;
        byToken.clear();
        bySid.clear();
        streams.clear();
    }

    int size() {
        return byToken.size();
    }

    int expectedStreams() {
        return streams.size();
    }
}
