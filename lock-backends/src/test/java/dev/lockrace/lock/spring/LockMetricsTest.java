package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.LockObserver.Outcome;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LockMetrics metrics = new LockMetrics(registry, List.of("database", "local"));

    @Test
    void every_combination_of_labels_is_registered_at_zero() {
        assertThat(samples())
                .containsExactlyInAnyOrder(
                        "lock_acquire_seconds_count{backend=\"database\"} 0",
                        "lock_acquire_seconds_count{backend=\"local\"} 0",
                        "lock_acquire_seconds_sum{backend=\"database\"} 0.0",
                        "lock_acquire_seconds_sum{backend=\"local\"} 0.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"acquired\"} 0.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"contended\"} 0.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"failed\"} 0.0",
                        "lock_acquisitions_total{backend=\"local\",outcome=\"acquired\"} 0.0",
                        "lock_acquisitions_total{backend=\"local\",outcome=\"contended\"} 0.0",
                        "lock_acquisitions_total{backend=\"local\",outcome=\"failed\"} 0.0",
                        "lock_hold_seconds_count{backend=\"database\"} 0",
                        "lock_hold_seconds_count{backend=\"local\"} 0",
                        "lock_hold_seconds_sum{backend=\"database\"} 0.0",
                        "lock_hold_seconds_sum{backend=\"local\"} 0.0",
                        "lock_losses_total{backend=\"database\"} 0.0",
                        "lock_losses_total{backend=\"local\"} 0.0",
                        "lock_renewals_total{backend=\"database\",outcome=\"failed\"} 0.0",
                        "lock_renewals_total{backend=\"database\",outcome=\"renewed\"} 0.0",
                        "lock_renewals_total{backend=\"local\",outcome=\"failed\"} 0.0",
                        "lock_renewals_total{backend=\"local\",outcome=\"renewed\"} 0.0");
    }

    @Test
    void operations_are_counted_by_backend_and_outcome() {
        metrics.acquireCompleted("database", Outcome.ACQUIRED, Duration.ofMillis(250));
        metrics.acquireCompleted("database", Outcome.CONTENDED, Duration.ofMillis(250));
        metrics.acquireCompleted("local", Outcome.FAILED, Duration.ofSeconds(2));
        metrics.released("database", Duration.ofSeconds(3));
        metrics.renewalCompleted("database", true);
        metrics.renewalCompleted("database", false);
        metrics.lost("database");

        assertThat(samples())
                .contains(
                        "lock_acquire_seconds_count{backend=\"database\"} 2",
                        "lock_acquire_seconds_sum{backend=\"database\"} 0.5",
                        "lock_acquire_seconds_sum{backend=\"local\"} 2.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"acquired\"} 1.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"contended\"} 1.0",
                        "lock_acquisitions_total{backend=\"database\",outcome=\"failed\"} 0.0",
                        "lock_acquisitions_total{backend=\"local\",outcome=\"failed\"} 1.0",
                        "lock_hold_seconds_sum{backend=\"database\"} 3.0",
                        "lock_losses_total{backend=\"database\"} 1.0",
                        "lock_renewals_total{backend=\"database\",outcome=\"renewed\"} 1.0",
                        "lock_renewals_total{backend=\"database\",outcome=\"failed\"} 1.0");
    }

    @Test
    void an_unregistered_backend_is_an_error_and_creates_no_series() {
        assertThatThrownBy(() -> metrics.lost("stranger"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No metrics are registered for lock backend 'stranger'");
    }

    /** Returns the scraped samples, without the decaying maximum of the timers. */
    private List<String> samples() {
        return registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.contains("_max"))
                .toList();
    }
}
