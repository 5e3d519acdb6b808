package dev.lockrace.producer.run;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Bounds the memory that reports take. One of a large run is megabytes, everybody may ask for it, and who reads slowly
 * keeps it for long: a few dozen callers would take the producer down.
 */
@Component
class Reports {

    /** Attempts in reports that are being written; they take some ten megabytes. */
    static final int MAX_ATTEMPTS = 30_000;

    private static final int MAX_WAIT_SECONDS = 5;

    /** Loading takes the most, and is short. */
    private final Semaphore loading = new Semaphore(1);

    private final Semaphore attempts = new Semaphore(MAX_ATTEMPTS);

    /**
     * Makes a report for the current request; it counts until that has been answered.
     *
     * @throws TooManyReportsException if there is no room for it
     */
    Optional<RunReport> make(Supplier<Optional<RunReport>> report) {
        awaitTurn();
        try {
            Optional<RunReport> made = report.get();
            made.ifPresent(this::keepRoomFor);
            return made;
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

    /** One that is larger than all there is needs it all. */
    private void keepRoomFor(RunReport report) {
        int size = Math.min(MAX_ATTEMPTS, report.events().attempts().size());
        if (!attempts.tryAcquire(size)) {
            throw new TooManyReportsException();
        }
        RequestContextHolder.currentRequestAttributes()
                .registerDestructionCallback(
                        Reports.class.getName(), () -> attempts.release(size), RequestAttributes.SCOPE_REQUEST);
    }
}
