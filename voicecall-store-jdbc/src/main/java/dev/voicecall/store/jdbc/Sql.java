package dev.voicecall.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Statements whose parameters are the values of a call's record. */
final class Sql {
    private Sql() {}

    /** Makes something of a row. */
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    static <T> List<T> query(Connection connection, String sql, List<?> values, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                Row row = new Row(rows);
                while (rows.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        }
    }

    /** Returns the number of rows that it concerned. */
    static int update(Connection connection, String sql, List<?> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, List<? extends @Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, toJdbc(values.get(i)));
        }
    }

    /** Values as they are kept: what is empty is null. */
    static List<@Nullable Object> toJdbc(List<?> values) {
        List<@Nullable Object> converted = new ArrayList<>();
        values.forEach(value -> converted.add(toJdbc(value)));
        return converted;
    }

    /** As many question marks, with commas between. */
    static String placeholders(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private static @Nullable Object toJdbc(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Sql::toJdbc).orElse(null);
        } else if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        } else if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        } else if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        } else if (value instanceof Duration duration) {
            return TimeUnit.MICROSECONDS.convert(duration);
        } else if (value instanceof String text) {
            return text.replace('\0', '\uFFFD');
        }
        return value;
    }
}
