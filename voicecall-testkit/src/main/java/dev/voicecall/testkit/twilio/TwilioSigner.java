package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the {@code X-Twilio-Signature} of a request: the Base64 of the HMAC-SHA1, under the auth token, of the URL
 * followed by each name and value of the form, sorted; of a name's values each counts once.
 *
 * <p>Immutable.
 */
public final class TwilioSigner {
    private final String authToken;

    /** @param authToken the account's */
    public TwilioSigner(String authToken) {
        this.authToken = authToken;
    }

    /**
     * Signs a request.
     *
     * @param url as it is requested, with its query; a fragment is left out
     * @param form the parameters in the body of a {@code POST}; none for a {@code GET}
     * @return the header's value
     */
    public String sign(URI url, FormParameters form) {
        String text = url.toString();
        int fragment = text.indexOf('#');
        StringBuilder signed = new StringBuilder(fragment < 0 ? text : text.substring(0, fragment));
        new TreeMap<>(form.values()).forEach((name, values) -> new TreeSet<>(values)
                .forEach(value -> signed.append(name).append(value)));
        return hmac(signed.toString());
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HmacSHA1.", e);
        }
    }
}
