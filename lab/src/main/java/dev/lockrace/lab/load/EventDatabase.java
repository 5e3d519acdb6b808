package dev.lockrace.lab.load;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.load.TaskSummary.TaskOutcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The event database, which contains no runs other than the caller's. */
public final class EventDatabase {

    private final DatabaseConnection connection;

    public EventDatabase(DatabaseConnection connection) {
        this.connection = connection;
    }

    /** Returns the current progress; empty if the database does not answer. */
    public Optional<TaskProgress> progress() {
        try {
            return connection
                    .query(
                            TaskProgress.SQL,
                            row -> new TaskProgress(row.getInt("ended_tasks"), row.getInt("unfinished_runs")))
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the attempts until now, by outcome.
     *
     * @throws LabException if the database does not answer
     */
    public Map<String, Integer> attemptOutcomes() {
        try {
            return counts(TaskSummarySql.ATTEMPT_OUTCOMES);
        } catch (SQLException e) {
            throw new LabException("Cannot read the outcomes of attempts from the event database: " + e, e);
        }
    }

    /**
     * Returns the summary of all tasks.
     *
     * @param confirmed the runs that the producer reported as confirmed, each with its number of confirmed tasks
     * @throws LabException if the database does not answer
     */
    public TaskSummary summary(Map<UUID, Integer> confirmed) {
        try {
            return new TaskSummary(
                    count(TaskSummarySql.CONFIRMED),
                    taskOutcomes(),
                    count(TaskSummarySql.UNCONFIRMED),
                    count(TaskSummarySql.UNCONFIRMED_PROCESSED),
                    unrecordedConfirmations(confirmed),
                    count(TaskSummarySql.INVOICES),
                    count(TaskSummarySql.INVOICES_WITHOUT_ATTEMPT),
                    count(TaskSummarySql.DEAD_LETTERS_WITHOUT_REASON),
                    count(TaskSummarySql.TASKS_DONE_TWICE),
                    count(TaskSummarySql.LOCK_NAMES_WITHOUT_INVOICE),
                    count(TaskSummarySql.RUNS_WITH_TWO_HOLDERS),
                    counts(TaskSummarySql.ATTEMPT_OUTCOMES),
                    counts(TaskSummarySql.UNCLOSED_ATTEMPTS));
        } catch (SQLException e) {
            throw new LabException("Cannot read the outcomes of tasks from the event database: " + e, e);
        }
    }

    private int unrecordedConfirmations(Map<UUID, Integer> confirmed) throws SQLException {
        List<UUID> runs = new ArrayList<>(confirmed.keySet());
        Integer[] tasks = runs.stream().map(confirmed::get).toArray(Integer[]::new);
        String[] ids = runs.stream().map(UUID::toString).toArray(String[]::new);
        return count(TaskSummarySql.UNRECORDED_CONFIRMATIONS, ids, tasks);
    }

    private Map<TaskOutcome, Integer> taskOutcomes() throws SQLException {
        Map<TaskOutcome, Integer> outcomes = new EnumMap<>(TaskOutcome.class);
        counts(TaskSummarySql.TASK_OUTCOMES).forEach((name, count) -> outcomes.put(TaskOutcome.of(name), count));
        return outcomes;
    }

    private Map<String, Integer> counts(String sql) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        connection.query(sql, row -> counts.put(row.getString("name"), row.getInt("count")));
        return counts;
    }

    private int count(String sql, Object... arguments) throws SQLException {
        return connection.query(sql, EventDatabase::count, arguments).get(0);
    }

    private static int count(ResultSet row) throws SQLException {
        return row.getInt("count");
    }
}
