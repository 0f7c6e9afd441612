package dev.voicecall;

import java.util.regex.Pattern;

/**
 * A telephone number in E.164: a plus sign and 7 to 15 digits, the first of which is not 0 (ITU-T E.164, §6; the lower
 * bound keeps out short codes and slips of the finger).
 *
 * <p>{@link #toString()} is masked, so that a number that strays into a log or a message is not readable there;
 * {@link #e164()} has it in the clear. Immutable.
 *
 * @param e164 the number, for example {@code +14155550123}
 */
public record PhoneNumber(String e164) {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /** @throws InvalidPhoneNumberException if the number isn't E.164 */
    public PhoneNumber {
        if (!E164.matcher(e164).matches()) {
            throw new InvalidPhoneNumberException(e164);
        }
    }

    /**
     * The number that a person wrote, for example {@code "+1 (415) 555-0123"}: spaces, dots, hyphens and round brackets
     * are dropped. A number without its country code is refused, because guessing it would ring a stranger.
     *
     * @throws InvalidPhoneNumberException if what remains isn't E.164
     */
    public static PhoneNumber of(String written) {
        return new PhoneNumber(written.replaceAll("[ .()\\-]", ""));
    }

    /** The number with all but its first two and last two digits hidden, for logs: {@code +14*******23}. */
    public String masked() {
        return Redacted.party(e164);
    }

    /** The same as {@link #masked()}. */
    @Override
    public String toString() {
        return masked();
    }
}
