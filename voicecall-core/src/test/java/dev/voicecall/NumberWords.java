package dev.voicecall;

/** Writes numbers out in English, independently of what reads them. */
final class NumberWords {
    private static final String[] SMALL = {
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen"
    };
    private static final String[] TENS = {
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };

    private NumberWords() {}

    static String of(int number) {
        if (number < 0) {
            return "minus " + of(-number);
        }
        if (number < 20) {
            return SMALL[number];
        }
        if (number < 100) {
            return TENS[number / 10] + (number % 10 == 0 ? "" : "-" + SMALL[number % 10]);
        }
        if (number < 1_000) {
            return SMALL[number / 100] + " hundred" + rest(number % 100, " and ");
        }
        if (number < 1_000_000) {
            return of(number / 1_000) + " thousand" + rest(number % 1_000, number % 1_000 < 100 ? " and " : " ");
        }
        return of(number / 1_000_000) + " million" + rest(number % 1_000_000, ", ");
    }

    private static String rest(int number, String joint) {
        return number == 0 ? "" : joint + of(number);
    }
}
