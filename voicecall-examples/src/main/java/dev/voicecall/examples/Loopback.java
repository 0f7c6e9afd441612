package dev.voicecall.examples;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which hosts are this machine and nobody else. */
final class Loopback {
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern HOST = Pattern.compile(
            "localhost|127(\\." + OCTET + "){3}|\\[?::1]?|\\[?(0{1,4}:){7}0{0,3}1]?", Pattern.CASE_INSENSITIVE);

    private Loopback() {}

    /**
     * Whether a host can't be reached from elsewhere, by its name alone: nothing is looked up. Addresses in unusual
     * notations count as others.
     *
     * @param host as in a URL, with or without the brackets of IPv6
     */
    static boolean is(@Nullable String host) {
        return host != null && HOST.matcher(host).matches();
    }
}
