package dev.lockrace.lab.soak;

import dev.lockrace.lab.Machine;
import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.load.RecordDatabase;
import dev.lockrace.lab.load.TaskRecord;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.soak.Soak.Course;
import dev.lockrace.servers.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A soak, and what its record and the lock server say afterwards. */
final class SoakRun {

    private SoakRun() {}

    /** Blocks until all has ended, and for a time to live after that. */
    static SoakResult run(Instant begunAt, String command, LoadStack stack, SoakOptions options, Progress progress)
            throws InterruptedException {
        try (RecordDatabase database = new RecordDatabase(stack.servers().record())) {
            TaskRecord record = new TaskRecord(database);
            Course course = new Soak(stack, options, record, progress).run();
            int leasesLeftAtEnd = leases(stack, options);
            TimeUnit.NANOSECONDS.sleep(LeftLeases.longest(options.backend()).toNanos());
            int leasesLeft = leases(stack, options);
            Account account = record.account(course.sent().confirmed());
            List<String> killed = stack.workers().killed();
            return new SoakResult(
                    begunAt,
                    command,
                    Machine.description(),
                    stack.servers().descriptions(),
                    options.backend().id(),
                    options.workers(),
                    course.length().toMillis() / 1_000.0,
                    course.sent().requests(),
                    course.sent().refused(),
                    course.sent().unanswered(),
                    killed.size(),
                    course.incidents(),
                    account,
                    leasesLeftAtEnd,
                    leasesLeft,
                    SoakJudge.judge(options.backend(), account, killed, leasesLeft));
        }
    }

    private static int leases(LoadStack stack, SoakOptions options) {
        Endpoint server = stack.servers().lockServer(options.backend()).endpoint();
        return LeftLeases.count(options.backend(), server, options.names());
    }
}
