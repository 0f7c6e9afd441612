package dev.voicecall.twilio;

import com.twilio.jwt.Jwt;
import com.twilio.jwt.accesstoken.VoiceGrant;
import dev.voicecall.VoiceCallException;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes access tokens, with which a softphone (a page or an app with Twilio's Voice SDK) may call and be called by way of the account.
 * Its calls arrive at the voice URL of a TwiML application: inbound ones, from {@code client:IDENTITY}.
 *
 * <p>Who has a token can call at the account's expense until it expires. So give it to people that you know, and look at what
 * they ask to call. Its form is <a href="https://www.twilio.com/docs/iam/access-tokens">that of Twilio</a>: a JWT, signed by HS256.
 *
 * <p>Immutable.
 */
public final class TwilioAccessTokens {
    /** How long a token is good for, if nothing else is said. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final List<String> NEEDED =
            List.of("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_APP_SID");

    private final Account account;
    private final Clock clock;
    private final Duration lifetime;
    private final boolean incoming;

    private TwilioAccessTokens(Account account, Clock clock, Duration lifetime, boolean incoming) {
        this.account = account;
        this.clock = clock;
        this.lifetime = lifetime;
        this.incoming = incoming;
    }

    /**
     * Tokens that are good for {@link #DEFAULT_LIFETIME}, to call and to be called.
     *
     * @param environment {@code TWILIO_ACCOUNT_SID}; {@code TWILIO_API_KEY} ({@code SK…}) and {@code TWILIO_API_SECRET}, an API key of the
     *     region us1; {@code TWILIO_APP_SID} ({@code AP…}), the TwiML application by which softphones call. Other variables are ignored.
     * @param clock must not be wrong by more than a few seconds, since Twilio compares
     * @throws VoiceCallException if one is missing or malformed; the message names it and does not quote it
     */
    public static TwilioAccessTokens of(Map<String, String> environment, Clock clock) {
        List<String> missing = NEEDED.stream()
                .filter(name -> environment.getOrDefault(name, "").isBlank())
                .toList();
        if (!missing.isEmpty()) {
            throw new VoiceCallException("Not set: " + String.join(", ", missing) + ". Access tokens need all of "
                    + String.join(", ", NEEDED) + ".");
        }
        return new TwilioAccessTokens(Account.of(environment), clock, DEFAULT_LIFETIME, true);
    }

    /**
     * The same, but good for as long.
     *
     * @throws IllegalArgumentException if it is less than a minute or more than 24 hours, which is Twilio's limit
     */
    public TwilioAccessTokens withLifetime(Duration lifetime) {
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lifetime is " + lifetime + "; it must be 1 min to 24 h.");
        }
        return new TwilioAccessTokens(account, clock, lifetime, incoming);
    }

    /** The same, but to call only: who has it can't be called at {@code client:IDENTITY}. */
    public TwilioAccessTokens outgoingOnly() {
        return new TwilioAccessTokens(account, clock, lifetime, false);
    }

    /**
     * A new token.
     *
     * @param identity the name of who gets it: 1 to 121 letters, digits and underscores of ASCII, as Twilio demands for voice; its calls
     *     come from {@code client:} and this name
     * @return a JWT; a secret until it expires
     * @throws IllegalArgumentException if the identity is anything else
     */
    public String create(String identity) {
        if (!identity.matches("[A-Za-z0-9_]{1,121}")) {
            throw new IllegalArgumentException("The identity has " + identity.length()
                    + " characters; it must have 1 to 121, which are letters, digits and underscores of ASCII.");
        }
        return new VoiceToken(account, identity, grant(), clock.instant(), lifetime).toJwt();
    }

    private VoiceGrant grant() {
        VoiceGrant grant = new VoiceGrant().setOutgoingApplicationSid(account.appSid);
        return incoming ? grant.setIncomingAllow(true) : grant;
    }

    /** Without anything secret. */
    @Override
    public String toString() {
        return "TwilioAccessTokens[" + account.appSid + ", lifetime=" + lifetime + ", incoming=" + incoming + "]";
    }

    /** In whose name tokens are made. */
    private static final class Account {
        private final String sid;
        private final String keySid;
        private final byte[] secret;
        private final String appSid;

        private Account(String sid, String keySid, byte[] secret, String appSid) {
            this.sid = sid;
            this.keySid = keySid;
            this.secret = secret;
            this.appSid = appSid;
        }

        static Account of(Map<String, String> set) {
            // HS256 wants a key of 256 bits at least (RFC 7518, §3.2), which is what Twilio's secrets have
            return new Account(
                    value(set, "TWILIO_ACCOUNT_SID", "AC[0-9a-fA-F]{32}", "AC and 32 hex digits"),
                    value(set, "TWILIO_API_KEY", "SK[0-9a-fA-F]{32}", "SK and 32 hex digits"),
                    value(set, "TWILIO_API_SECRET", "[!-~]{32,}", "at least 32 characters")
                            .getBytes(StandardCharsets.US_ASCII),
                    value(set, "TWILIO_APP_SID", "AP[0-9a-fA-F]{32}", "AP and 32 hex digits"));
        }

        private static String value(Map<String, String> set, String name, String pattern, String form) {
            String value = set.getOrDefault(name, "").strip();
            if (!value.matches(pattern)) {
                throw new VoiceCallException(name + " is not " + form + "; copy it from Twilio's console once more.");
            }
            return value;
        }
    }

    /** As {@link com.twilio.jwt.accesstoken.AccessToken}, which takes the time from nowhere but the machine's clock. */
    private static final class VoiceToken extends Jwt {
        private final String id;
        private final String subject;
        private final Map<String, Object> grants = new LinkedHashMap<>();

        VoiceToken(Account account, String identity, VoiceGrant grant, Instant now, Duration lifetime) {
            super(Jwts.SIG.HS256, account.secret, account.keySid, Date.from(now.plus(lifetime)));
            id = account.keySid + "-" + now.getEpochSecond();
            subject = account.sid;
            grants.put("identity", identity);
            grants.put(grant.getGrantKey(), grant.getPayload());
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String getSubject() {
            return subject;
        }

        @Override
        public Map<String, Object> getHeaders() {
            return Map.of("cty", "twilio-fpa;v=1");
        }

        @Override
        public Map<String, Object> getClaims() {
            return Map.of("grants", grants);
        }
    }
}
