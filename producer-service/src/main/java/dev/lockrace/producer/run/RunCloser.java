package dev.lockrace.producer.run;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.verdict.RunChecker;
import dev.lockrace.race.verdict.Verdict;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** Looks twice a second for runs that have ended, and records their verdict; shows the peak of holders as a metric. */
@Component
class RunCloser {

    private static final Logger log = LoggerFactory.getLogger(RunCloser.class);
    private static final Duration MAX_SENDING = Duration.ofMinutes(5);

    private final RunRepository repository;
    private final TransactionOperations transaction;
    private final Duration maxPublishing;
    private final Map<String, AtomicInteger> peakHolders = new HashMap<>();

    RunCloser(
            RunRepository repository,
            TransactionOperations transaction,
            RunProperties properties,
            MeterRegistry registry) {
        this.repository = repository;
        this.transaction = transaction;
        this.maxPublishing = properties.confirmTimeout().plus(MAX_SENDING);
        for (RaceBackend backend : RaceBackend.values()) {
            AtomicInteger peak = new AtomicInteger();
            Gauge.builder("run.peak.holders", peak, AtomicInteger::doubleValue)
                    .description("The most leases of one lock name held at the same moment, in the latest ended run")
                    .tags("backend", backend.id())
                    .register(registry);
            peakHolders.put(backend.id(), peak);
        }
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void closeEndedRuns() {
        try {
            repository.settleAbandoned(maxPublishing);
            repository.ended().forEach(this::closeOrTryAgain);
        } catch (DataAccessException | TransactionException e) {
            log.warn("Could not look for ended runs, will look again: {}", e.toString());
        }
    }

    /** One run that can't be judged must not keep the others from it. */
    private void closeOrTryAgain(UUID id) {
        try {
            close(id);
        } catch (RuntimeException e) {
            log.warn("Run {} could not be judged, will try again: {}", id, e.toString());
        }
    }

    private void close(UUID id) {
        transaction.executeWithoutResult(status -> {
            if (repository.lockUnjudged(id)) {
                repository.events(id).ifPresent(this::close);
            }
        });
    }

    private void close(EventLog events) {
        Verdict verdict = RunChecker.check(events);
        if (!verdict.ended()) {
            return;
        }
        repository.judged(events.run().id(), verdict);
        AtomicInteger peak = peakHolders.get(events.run().backend());
        if (peak != null) {
            peak.set(verdict.counts().peakHolders());
        }
        log.info(
                "Run {} on {}: {} ({})",
                events.run().id(),
                events.run().backend(),
                verdict.kind().id(),
                verdict.explanation());
    }
}
