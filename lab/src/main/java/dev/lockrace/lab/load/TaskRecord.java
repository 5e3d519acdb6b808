package dev.lockrace.lab.load;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.load.Account.End;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the runs' database has on record. Its runs are all of them the caller's. */
public final class TaskRecord {

    private final RecordDatabase database;

    public TaskRecord(RecordDatabase database) {
        this.database = database;
    }

    /** How far it is; nothing while the database does not answer. */
    public Optional<Standing> standing() {
        try {
            return database
                    .query(Standing.SQL, row -> new Standing(row.getInt("ended_tasks"), row.getInt("waiting_runs")))
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * The outcomes of all attempts until now.
     *
     * @throws LabException if the database does not answer
     */
    public Map<String, Integer> outcomes() {
        try {
            return counts(AccountSql.OUTCOMES);
        } catch (SQLException e) {
            throw new LabException("The database of the record did not tell the attempts' outcomes: " + e, e);
        }
    }

    /**
     * What became of everything.
     *
     * @param promised the runs that the producer said to be confirmed, each with how many of its tasks
     * @throws LabException if the database does not answer
     */
    public Account account(Map<UUID, Integer> promised) {
        try {
            return new Account(
                    count(AccountSql.CONFIRMED),
                    ends(),
                    count(AccountSql.UNCONFIRMED),
                    count(AccountSql.UNCONFIRMED_THAT_CAME),
                    brokenPromises(promised),
                    count(AccountSql.INVOICES),
                    count(AccountSql.INVOICES_WITHOUT_ATTEMPT),
                    count(AccountSql.DEAD_WITHOUT_REASON),
                    count(AccountSql.WORKED_TWICE),
                    count(AccountSql.NAMES_WITHOUT_INVOICE),
                    count(AccountSql.BROKEN_RUNS),
                    counts(AccountSql.OUTCOMES),
                    counts(AccountSql.UNCLOSED));
        } catch (SQLException e) {
            throw new LabException("The database of the record did not tell what became of the tasks: " + e, e);
        }
    }

    private int brokenPromises(Map<UUID, Integer> promised) throws SQLException {
        List<UUID> runs = new ArrayList<>(promised.keySet());
        Integer[] confirmed = runs.stream().map(promised::get).toArray(Integer[]::new);
        String[] ids = runs.stream().map(UUID::toString).toArray(String[]::new);
        return count(AccountSql.BROKEN_PROMISES, ids, confirmed);
    }

    private Map<End, Integer> ends() throws SQLException {
        Map<End, Integer> ends = new EnumMap<>(End.class);
        counts(AccountSql.ENDS).forEach((name, count) -> ends.put(End.valueOf(name.toUpperCase(Locale.ROOT)), count));
        return ends;
    }

    private Map<String, Integer> counts(String sql) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        database.query(sql, row -> counts.put(row.getString("name"), row.getInt("count")));
        return counts;
    }

    private int count(String sql, Object... arguments) throws SQLException {
        return database.query(sql, TaskRecord::count, arguments).get(0);
    }

    private static int count(ResultSet row) throws SQLException {
        return row.getInt("count");
    }
}
