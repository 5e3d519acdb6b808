package dev.lockrace.producer.deadletter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells as a metric how many dead tasks are listed now. The table is counted, so it is right in every producer and after
 * each start, and not by who asks for the metrics, so that a database that hangs holds up none of the others.
 *
 * <p>While the database is away the last count stays: nobody can list a task then, nor take one off the list. Before the
 * first there is none (NaN), which is neither a dead task nor the absence of any.
 */
@Component
class DeadLetterGauge {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterGauge.class);

    private final DeadLetterRepository repository;
    private volatile double listed = Double.NaN;

    DeadLetterGauge(DeadLetterRepository repository, MeterRegistry registry) {
        this.repository = repository;
        Gauge.builder("dead.letters", this, gauge -> gauge.listed)
                .description("Tasks that are listed as dead, by the database's count of some seconds ago")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "PT5S")
    void count() {
        try {
            listed = repository.count();
        } catch (DataAccessException e) {
            log.debug("The database does not tell how many dead tasks there are", e);
        }
    }
}
