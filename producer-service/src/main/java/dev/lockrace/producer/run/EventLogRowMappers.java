package dev.lockrace.producer.run;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row mappers of runs and their events. */
final class EventLogRowMappers {

    private EventLogRowMappers() {}

    static EventLog.Run run(ResultSet row, int number) throws SQLException {
        return new EventLog.Run(
                row.getObject("id", UUID.class),
                row.getString("lock_name"),
                row.getString("backend"),
                row.getBoolean("fencing"),
                Duration.ofMillis(row.getLong("hold_ms")),
                Duration.ofMillis(row.getLong("time_to_live_ms")),
                row.getInt("tasks_requested"),
                row.getObject("tasks_confirmed", Integer.class),
                integers(row.getArray("unconfirmed_tasks")),
                instant(row, "created_at"));
    }

    static EventLog.Attempt attempt(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new EventLog.Attempt(
                row.getObject("run_id", UUID.class),
                row.getInt("task_number"),
                row.getString("worker"),
                Duration.ofMillis(row.getLong("time_to_live_ms")),
                instant(row, "requested_at"),
                optionalInstant(row, "last_requested_at"),
                optionalInstant(row, "acquired_at"),
                optionalInstant(row, "released_at"),
                outcome == null ? null : AttemptOutcome.of(outcome),
                row.getObject("token", Long.class),
                row.getBoolean("work_done"),
                row.getString("reason"));
    }

    static EventLog.Invoice invoice(ResultSet row, int number) throws SQLException {
        return new EventLog.Invoice(
                row.getObject("run_id", UUID.class),
                row.getInt("task_number"),
                row.getString("title"),
                row.getString("worker"),
                row.getObject("token", Long.class),
                instant(row, "created_at"));
    }

    static RunSummary summary(ResultSet row, int number) throws SQLException {
        return RunSummary.of(
                run(row, number),
                optionalInstant(row, "ended_at"),
                row.getObject("peak_holders", Integer.class),
                row.getString("verdict"));
    }

    private static List<Integer> integers(Array array) throws SQLException {
        return List.of((Integer[]) array.getArray());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalInstant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
