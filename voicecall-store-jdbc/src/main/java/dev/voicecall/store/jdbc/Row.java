package dev.voicecall.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The present row of a result, read by the names of its columns. Called by one thread at a time. */
final class Row {
    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    String text(String column) throws SQLException {
        return rows.getString(column);
    }

    boolean is(String column) throws SQLException {
        return rows.getBoolean(column);
    }

    int integer(String column) throws SQLException {
        return rows.getInt(column);
    }

    Instant instant(String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    Duration duration(String column) throws SQLException {
        return Duration.of(rows.getLong(column), ChronoUnit.MICROS);
    }

    <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
        return Enum.valueOf(type, rows.getString(column));
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column));
    }

    Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    Optional<Duration> optionalDuration(String column) throws SQLException {
        Duration value = duration(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    <E extends Enum<E>> Optional<E> optionalConstant(String column, Class<E> type) throws SQLException {
        return optionalText(column).map(name -> Enum.valueOf(type, name));
    }

    OptionalInt optionalInteger(String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    OptionalLong optionalLong(String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    OptionalDouble optionalDouble(String column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
