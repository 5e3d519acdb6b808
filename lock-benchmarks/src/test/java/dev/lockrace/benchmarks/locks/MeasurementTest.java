package dev.lockrace.benchmarks.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JMH measurement of each scenario, on the store that needs no server. */
class MeasurementTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final LocksPlan plan = new LocksPlan(List.of(Store.LOCAL), 0, 1, SHORT, SHORT);

    @ParameterizedTest
    @EnumSource
    void jmh_reports_throughput_and_allocation(Scenario scenario) {
        BenchmarkCase benchmarkCase = new BenchmarkCase(Store.LOCAL, scenario, Candidate.LOCKRACE);

        Sample sample = new Measurement(plan, new Addresses(Map.of())).take(benchmarkCase, 4);

        assertThat(sample.benchmarkCase()).isEqualTo(benchmarkCase);
        assertThat(sample.round()).isEqualTo(4);
        assertThat(sample.perSecond()).isGreaterThan(1_000);
        assertThat(sample.bytesPerOperation()).isBetween(50.0, 50_000.0);
    }
}
