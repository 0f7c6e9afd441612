package dev.voicecall.twilio;

import dev.voicecall.spi.FormParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks {@code X-Twilio-Signature}, the proof that a request comes from Twilio: the Base64 of an HMAC-SHA1, under the
 * account's auth token, of the URL as Twilio requested it followed by the form's parameters.
 *
 * <p>It differs from the validator in Twilio's Java SDK where that one refuses genuine requests: parameters that occur
 * more than once count with each of their distinct values, sorted, as in Twilio's other SDKs; a percent-encoded query
 * survives the search for the port; {@code wss} has port 443; a URL's {@code #fragment}, which only steers Twilio's own
 * delivery, isn't part of what is signed. Immutable.
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio: webhooks security</a>
 */
public final class TwilioSignature {
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443, "ws", 80, "wss", 443);
    private static final FormParameters NO_PARAMETERS = new FormParameters(Map.of());

    private final SecretKeySpec key;

    /** @param authToken the account's primary auth token; API keys can't check signatures */
    public TwilioSignature(String authToken) {
        this.key = new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1");
    }

    /**
     * Whether the signature of a request with a form, or without a body, is genuine.
     *
     * @param url the whole URL as Twilio requested it: scheme, host, path and query exactly as they were sent. Both with
     *     and without the scheme's standard port are tried, since Twilio is inconsistent there.
     * @param form the body's parameters; none for GET and WebSocket handshakes, whose parameters are part of the URL
     * @param signature the value of the header
     */
    public boolean isValid(String url, FormParameters form, String signature) {
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean valid = false;
        for (String candidate : withAndWithoutPort(withoutFragment(url))) {
            byte[] expected = sign(candidate, form).getBytes(StandardCharsets.UTF_8);
            valid |= MessageDigest.isEqual(expected, given);
        }
        return valid;
    }

    /**
     * Whether the signature of a request with a body that is no form, such as JSON, is genuine. Its query then has the
     * body's hash as {@code bodySHA256}.
     */
    public boolean isValid(String url, byte[] body, String signature) {
        int query = withoutFragment(url).indexOf('?');
        String hash = query < 0
                ? ""
                : FormParameters.parse(withoutFragment(url).substring(query + 1))
                        .first("bodySHA256")
                        .orElse("");
        byte[] expected = sha256(body).getBytes(StandardCharsets.UTF_8);
        boolean hashIsRight =
                MessageDigest.isEqual(expected, hash.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        return hashIsRight && isValid(url, NO_PARAMETERS, signature);
    }

    private String sign(String url, FormParameters form) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(form.values()).forEach((name, values) -> new TreeSet<>(values)
                .forEach(value -> signed.append(name).append(value)));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(key);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA1, but this one hasn't.", e);
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256, but this one hasn't.", e);
        }
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }

    /** Works on the text: parsing and rebuilding the URL would change its encoding and so the signature. */
    private static Set<String> withAndWithoutPort(String url) {
        Set<String> candidates = new LinkedHashSet<>();
        candidates.add(url);
        int authority = url.indexOf("://") + 3;
        int path = indexOfPath(url, authority);
        String scheme = url.substring(0, Math.max(0, authority - 3)).toLowerCase(Locale.ROOT);
        Integer standard = DEFAULT_PORTS.get(scheme);
        if (authority < 3 || standard == null) {
            return candidates;
        }
        String host = url.substring(authority, path);
        int port = host.lastIndexOf(':') > host.lastIndexOf(']') ? host.lastIndexOf(':') : -1;
        if (port < 0) {
            candidates.add(url.substring(0, path) + ":" + standard + url.substring(path));
        } else {
            candidates.add(url.substring(0, authority + port) + url.substring(path));
        }
        return candidates;
    }

    private static int indexOfPath(String url, int authority) {
        for (int i = authority; i < url.length(); i++) {
            if (url.charAt(i) == '/' || url.charAt(i) == '?') {
                return i;
            }
        }
        return url.length();
    }
}
