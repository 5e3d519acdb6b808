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
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/** A scheduled job that records the verdict of ended runs twice a second and exposes their peak holders as a metric. */
@Component
class RunCloser {

    private static final Logger log = LoggerFactory.getLogger(RunCloser.class);
    private static final Duration MAX_SEND_TIME = Duration.ofMinutes(5);

    private final RunRepository repository;
    private final TransactionOperations transaction;
    private final Duration maxPublishTime;
    private final Map<String, AtomicInteger> peakHolders = new HashMap<>();
    private boolean failing;

    RunCloser(
            RunRepository repository,
            TransactionOperations transaction,
            RunProperties properties,
            MeterRegistry registry) {
        this.repository = repository;
        this.transaction = transaction;
        this.maxPublishTime = properties.confirmTimeout().plus(MAX_SEND_TIME);
        for (RaceBackend backend : RaceBackend.values()) {
            AtomicInteger peak = new AtomicInteger();
            Gauge.builder("run.peak.holders", peak, AtomicInteger::doubleValue)
                    .description(
                            "The maximum number of leases of one lock name held at the same time, in the latest ended run")
                    .tags("backend", backend.id())
                    .register(registry);
            peakHolders.put(backend.id(), peak);
        }
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void closeEndedRuns() {
        try {
            repository.settleAbandoned(maxPublishTime);
            repository.ended().forEach(this::closeOrRetry);
            if (failing) {
                log.info("Looks for ended runs again");
            }
            failing = false;
        } catch (DataAccessException | TransactionException e) {
            if (!failing) {
                log.warn("Cannot look for ended runs, retries twice a second: {}", e.toString());
            }
            failing = true;
        }
    }

    /** A run that cannot be judged must not block the others. */
    private void closeOrRetry(UUID id) {
        try {
            close(id);
        } catch (RuntimeException e) {
            log.warn("Cannot judge run {}, will retry: {}", id, e.toString());
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
        log.atLevel(level(verdict.kind()))
                .log(
                        "Run {} on {}: {} ({})",
                        events.run().id(),
                        events.run().backend(),
                        verdict.kind().id(),
                        verdict.explanation());
    }

    private static Level level(Verdict.Kind kind) {
        return switch (kind) {
            case HELD, INCONCLUSIVE -> Level.INFO;
            case BROKEN, WORK_LOST, WORK_DOUBLED -> Level.WARN;
        };
    }
}
