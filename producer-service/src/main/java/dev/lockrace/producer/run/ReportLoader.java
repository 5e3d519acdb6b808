package dev.lockrace.producer.run;

import dev.lockrace.producer.problem.TooManyReportsException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * A loader of reports that limits their memory. The report of a large run takes megabytes, any caller may request it,
 * and a slow reader keeps it in memory. Without the limit, a few dozen callers would take the producer down.
 */
@Component
class ReportLoader {

    /** The maximum number of attempts in all reports that are being sent, about ten megabytes. */
    static final int MAX_ATTEMPTS = 30_000;

    private static final int MAX_WAIT_SECONDS = 5;

    /** Loading takes more memory than sending, but only briefly, so one report is loaded at a time. */
    private final Semaphore loading = new Semaphore(1);

    private final Semaphore attempts = new Semaphore(MAX_ATTEMPTS);

    /**
     * Loads a report for the current request. It counts towards the limit until the request has been answered.
     *
     * @throws TooManyReportsException if the report does not fit
     */
    Optional<RunReport> load(Supplier<Optional<RunReport>> report) {
        awaitTurn();
        try {
            Optional<RunReport> loaded = report.get();
            loaded.ifPresent(this::reserve);
            return loaded;
        } finally {
            loading.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!loading.tryAcquire(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new TooManyReportsException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyReportsException();
        }
    }

    /** A report that is larger than the limit takes all of it. */
    private void reserve(RunReport report) {
        int size = Math.min(MAX_ATTEMPTS, report.events().attempts().size());
        if (!attempts.tryAcquire(size)) {
            throw new TooManyReportsException();
        }
        RequestContextHolder.currentRequestAttributes()
                .registerDestructionCallback(
                        ReportLoader.class.getName(), () -> attempts.release(size), RequestAttributes.SCOPE_REQUEST);
    }
}
