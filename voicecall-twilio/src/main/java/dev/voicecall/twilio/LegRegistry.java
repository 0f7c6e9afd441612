package dev.voicecall.twilio;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the leg that a webhook is about: by the secret token that each leg's URLs carry, or by the CallSid where the URL is
 * the number's and not the leg's. Safe for use by many threads.
 */
final class LegRegistry {
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, TwilioLeg> byToken = new ConcurrentHashMap<>();
    private final Map<String, TwilioLeg> bySid = new ConcurrentHashMap<>();

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
        callSid.ifPresent(bySid::remove);
    }

    int size() {
        return byToken.size();
    }
}
