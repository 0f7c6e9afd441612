package dev.voicecall;

import dev.voicecall.Reply.Source;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** See {@link Answers#date(Clock)}. Immutable. */
final class DateFormat implements AnswerFormat<LocalDate> {
    private static final DateTimeFormatter KEYED =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern ISO = Pattern.compile("(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])");
    private static final Map<String, Month> MONTHS = months();
    private static final List<String> RELATIVE = List.of("today", "tomorrow", "day after tomorrow");

    private final Clock clock;

    DateFormat(Clock clock) {
        this.clock = clock;
    }

    @Override
    public LocalDate parse(Reply reply) {
        try {
            return (reply.source() == Source.KEYS
                            ? Optional.of(LocalDate.parse(reply.text(), KEYED))
                            : spoken(reply.text()))
                    .orElseThrow(DateFormat::notUnderstood);
        } catch (DateTimeException noSuchDay) {
            throw notUnderstood();
        }
    }

    @Override
    public Expected expected() {
        List<String> hints = new ArrayList<>(RELATIVE);
        for (DayOfWeek day : DayOfWeek.values()) {
            hints.add(day.name().toLowerCase(Locale.ROOT));
        }
        for (Month month : Month.values()) {
            hints.add(month.name().toLowerCase(Locale.ROOT));
        }
        return new Expected(hints, 8);
    }

    private Optional<LocalDate> spoken(String text) throws DateTimeParseException {
        Matcher iso = ISO.matcher(text);
        if (iso.find()) {
            LocalDate date = LocalDate.parse(iso.group());
            return iso.find() ? Optional.empty() : Optional.of(date);
        }
        List<String> words = Words.of(text);
        List<Integer> months = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (MONTHS.containsKey(words.get(i))) {
                months.add(i);
            }
        }
        return switch (months.size()) {
            case 0 -> only(relativeDays().in(words));
            case 1 -> inMonth(words, months.get(0));
            default -> Optional.empty();
        };
    }

    /** The day and the year stand on either side of the month; a year in words is often two numbers, "twenty thirty". */
    private Optional<LocalDate> inMonth(List<String> words, int at) {
        List<Long> numbers = new ArrayList<>(EnglishNumbers.in(words.subList(0, at)));
        numbers.addAll(EnglishNumbers.in(words.subList(at + 1, words.size())));
        Month month = Objects.requireNonNull(MONTHS.get(words.get(at)));
        if (numbers.size() == 3 && numbers.get(1) >= 10 && numbers.get(1) <= 99 && numbers.get(2) <= 99) {
            numbers = List.of(numbers.get(0), numbers.get(1) * 100 + numbers.get(2));
        }
        if (numbers.size() == 2 && numbers.get(0) >= 1000) {
            numbers = List.of(numbers.get(1), numbers.get(0));
        }
        if (numbers.isEmpty() || numbers.size() > 2 || numbers.get(0) < 1 || numbers.get(0) > month.maxLength()) {
            return Optional.empty();
        }
        int day = numbers.get(0).intValue();
        if (numbers.size() == 1) {
            return Optional.of(nextSuch(month, day));
        }
        long year = numbers.get(1);
        return year < 1000 || year > 9999 ? Optional.empty() : Optional.of(LocalDate.of((int) year, month, day));
    }

    private LocalDate nextSuch(Month month, int day) {
        LocalDate today = LocalDate.now(clock);
        int year = today.getYear();
        while (day > month.length(Year.isLeap(year))
                || LocalDate.of(year, month, day).isBefore(today)) {
            year++;
        }
        return LocalDate.of(year, month, day);
    }

    private Phrases<LocalDate> relativeDays() {
        LocalDate today = LocalDate.now(clock);
        Map<String, LocalDate> days = new HashMap<>();
        for (int i = 0; i < RELATIVE.size(); i++) {
            days.put(RELATIVE.get(i), today.plusDays(i));
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day.name(), today.with(TemporalAdjusters.next(day)));
        }
        return new Phrases<>(days);
    }

    private static Optional<LocalDate> only(Set<LocalDate> dates) {
        return dates.size() == 1 ? Optional.of(dates.iterator().next()) : Optional.empty();
    }

    private static NotUnderstoodException notUnderstood() {
        return new NotUnderstoodException(
                "Please say a date, like the third of March, or key in year, month and day as eight digits.");
    }

    /** By their full names, and by the three letters (for September also four) to which a recognizer may shorten them. */
    private static Map<String, Month> months() {
        Map<String, Month> months = new HashMap<>();
        for (Month month : Month.values()) {
            String name = month.name().toLowerCase(Locale.ROOT);
            months.put(name, month);
            months.put(name.substring(0, 3), month);
        }
        months.put("sept", Month.SEPTEMBER);
        return Map.copyOf(months);
    }
}
