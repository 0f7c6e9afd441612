package dev.voicecall;

/** A text that was meant to be a telephone number and is not one in E.164. Immutable. */
public final class InvalidPhoneNumberException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** @param number what was given; its digits are hidden in the message, its length and first character are not */
    public InvalidPhoneNumberException(String number) {
        super("Not a phone number: \"" + describe(number)
                + "\". Write it in E.164, with a plus sign and the country code, like +14155550123.");
    }

    private static String describe(String number) {
        String masked = number.replaceAll("\\p{Nd}", "*").replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return masked.length() <= 40 ? masked : masked.substring(0, 40) + "… (" + masked.length() + " characters)";
    }
}
