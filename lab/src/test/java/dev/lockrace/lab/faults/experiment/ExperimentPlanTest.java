package dev.lockrace.lab.faults.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExperimentPlanTest {

    private static ExperimentPlan plan(Set<ServerCapability> capabilities, RaceBackend... backends) {
        return ExperimentPlan.of(Faults.all(), Arrays.asList(backends), "such", capabilities);
    }

    private static List<String> names(ExperimentPlan plan) {
        return plan.experiments().stream().map(Experiment::toString).toList();
    }

    @Test
    void a_backend_without_a_lock_server_has_no_lock_server_faults() {
        assertThat(names(plan(EnumSet.allOf(ServerCapability.class), RaceBackend.LOCAL)))
                .contains("holder-killed on local", "write-delayed on local")
                .noneMatch(name -> name.contains("lock-server") || name.contains("partitioned"));
    }

    @Test
    void fencing_is_planned_where_it_is_offered_and_the_result_without_it_is_broken_or_late() {
        assertThat(names(plan(EnumSet.allOf(ServerCapability.class), RaceBackend.REDIS, RaceBackend.MEMCACHED)))
                .contains("write-delayed on redis with fencing", "holder-killed on redis with fencing")
                .doesNotContain(
                        "lock-server-restarted on redis with fencing", "write-delayed on memcached with fencing");
    }

    @Test
    void a_fault_that_the_servers_do_not_support_is_listed_with_the_reason() {
        ExperimentPlan plan = plan(EnumSet.of(ServerCapability.KILL), RaceBackend.REDIS);

        assertThat(plan.unsupported())
                .contains(
                        new UnsupportedFault("lock-server-paused", "such servers cannot be paused"),
                        new UnsupportedFault("lock-server-flushed", "such servers cannot be flushed"),
                        new UnsupportedFault(
                                "store-clock-stepped",
                                "such servers cannot be run with a clock that can be stepped: only embedded servers"
                                        + " can, with libfaketime installed (Debian: apt-get install libfaketime)"));
        assertThat(names(plan))
                .contains("lock-server-restarted on redis")
                .noneMatch(name -> name.contains("paused") && name.contains("server"));
    }

    @Test
    void every_fault_has_a_description_and_an_expectation() {
        for (Fault fault : Faults.all()) {
            assertThat(fault.description()).as(fault.id()).endsWith(".");
            assertThat(RaceBackend.values())
                    .as(fault.id())
                    .anyMatch(backend -> fault.expected(backend, false).isPresent());
        }
        assertThat(Faults.all()).extracting(Fault::id).doesNotHaveDuplicates();
    }

    @Test
    void the_duration_is_the_sum_over_all_experiments() {
        ExperimentPlan once = plan(EnumSet.allOf(ServerCapability.class), RaceBackend.REDIS);
        ExperimentPlan twice = once.repeated(2);

        assertThat(twice.experiments()).hasSize(2 * once.experiments().size());
        assertThat(twice.durationFrom(0)).isEqualTo(once.durationFrom(0).multipliedBy(2));
        assertThat(once.duration()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(15));
        assertThat(once.durationFrom(once.experiments().size())).isZero();
    }
}
