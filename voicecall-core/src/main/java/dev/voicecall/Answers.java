package dev.voicecall;

/** PLACEHOLDER. */
public final class Answers {
    private Answers() {}
    /** text. */
    public static AnswerFormat<String> text() {
        return Reply::text;
    }
    /** yesNo. */
    public static AnswerFormat<Boolean> yesNo() {
        return r -> r.text().startsWith("y");
    }
    /** choice. */
    public static AnswerFormat<String> choice(String... options) {
        return Reply::text;
    }
    /** digits. */
    public static AnswerFormat<String> digits(int count) {
        return Reply::text;
    }
}
