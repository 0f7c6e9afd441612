package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;

/** Reads who calls whom, and refuses what Twilio refuses. */
final class Addresses {
    private Addresses() {}

    static String to(FormParameters parameters, PhoneBook phoneBook) {
        String to = parameters.first("To").orElseThrow(() -> ApiError.invalid(21201, "No 'To' number is specified"));
        if (!isNumber(to) && !to.startsWith("client:") && !to.startsWith("sip:")) {
            throw ApiError.invalid(21211, "The phone number you are attempting to call, " + to + ", is not valid.");
        }
        if (phoneBook.forbidden(to)) {
            throw ApiError.invalid(
                    21215,
                    "Account not authorized to call " + to + ". Perhaps you need to enable some geo permissions.");
        }
        if (phoneBook.blocked(to)) {
            throw ApiError.invalid(21216, "Call blocked: " + to + " is on the block list.");
        }
        return to;
    }

    static String from(FormParameters parameters, String to, Account account) {
        String from =
                parameters.first("From").orElseThrow(() -> ApiError.invalid(21213, "No 'From' number is specified"));
        if (!isNumber(from) && !from.startsWith("client:") && !from.startsWith("sip:")) {
            throw ApiError.invalid(21212, "The phone number " + from + " provided as 'From' is not valid.");
        }
        if (from.equals(to)) {
            throw ApiError.invalid(21211, "The 'To' and 'From' numbers can't be the same.");
        }
        if (isNumber(to) && !account.owns(from)) {
            throw ApiError.invalid(
                    21210, "The source phone number provided, " + from + ", is not yet verified for your account.");
        }
        return from;
    }

    static boolean isNumber(String text) {
        return text.matches("\\+[1-9]\\d{6,14}");
    }
}
