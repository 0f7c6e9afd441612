package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How hard to try, as a URL's fragment overrides it: {@code #rc=2&rp=5xx,ct&tt=10000}. Immutable.
 *
 * @param retries 0 to 5
 * @param reasons what is tried again: {@code 4xx}, {@code 5xx}, {@code ct} (could not connect), {@code rt} (broke off
 *     later), {@code all}
 * @param total for all attempts together
 * @param valid whether the reasons were understood; if not, the default ones are used
 */
record DeliveryPolicy(int retries, Set<String> reasons, Duration total, boolean valid) {
    private static final Set<String> KNOWN = Set.of("4xx", "5xx", "ct", "rt", "all");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    static DeliveryPolicy of(URI url, Duration ceiling) {
        DeliveryPolicy policy = new DeliveryPolicy(1, Set.of("ct"), ceiling, true);
        String fragment = url.getRawFragment();
        for (String option : fragment == null ? new String[0] : fragment.split("&", -1)) {
            policy = policy.with(option, ceiling);
        }
        return policy;
    }

    private DeliveryPolicy with(String option, Duration ceiling) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        boolean number = NUMBER.matcher(value).matches();
        if (name.equals("rc") && number) {
            return new DeliveryPolicy(Math.min(5, Integer.parseInt(value)), reasons, total, valid);
        }
        if (name.equals("tt") && number) {
            Duration wanted = Duration.ofMillis(Integer.parseInt(value));
            return new DeliveryPolicy(retries, reasons, wanted.compareTo(ceiling) < 0 ? wanted : ceiling, valid);
        }
        if (name.equals("rp")) {
            Set<String> wanted = Set.of(value.split(",", -1));
            return KNOWN.containsAll(wanted)
                    ? new DeliveryPolicy(retries, wanted, total, valid)
                    : new DeliveryPolicy(retries, reasons, total, false);
        }
        return this;
    }

    boolean retries(String reason) {
        return reasons.contains("all") || reasons.contains(reason);
    }

    boolean retries(int status) {
        return status >= 400 && retries(status >= 500 ? "5xx" : "4xx");
    }

    /** The URL as it is requested and signed. */
    static URI withoutFragment(URI url) {
        String text = url.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? url : URI.create(text.substring(0, hash));
    }
}
