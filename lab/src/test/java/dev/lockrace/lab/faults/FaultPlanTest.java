package dev.lockrace.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import dev.lockrace.lab.faults.result.Refused;
import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static FaultPlan plan(Set<Ability> abilities, RaceBackend... backends) {
        return FaultPlan.of(Faults.all(), Arrays.asList(backends), "such", abilities);
    }

    private static List<String> names(FaultPlan plan) {
        return plan.cells().stream().map(Cell::toString).toList();
    }

    @Test
    void a_backend_without_a_server_meets_no_fault_of_one() {
        assertThat(names(plan(EnumSet.allOf(Ability.class), RaceBackend.LOCAL)))
                .contains("holder-killed on local", "invoice-held-up on local")
                .noneMatch(name -> name.contains("lock-server") || name.contains("cut-off"));
    }

    @Test
    void fencing_is_tried_where_it_is_offered_and_the_race_without_it_breaks_or_is_late() {
        assertThat(names(plan(EnumSet.allOf(Ability.class), RaceBackend.REDIS, RaceBackend.MEMCACHED)))
                .contains("invoice-held-up on redis with fencing", "holder-killed on redis with fencing")
                .doesNotContain(
                        "lock-server-restarted on redis with fencing", "invoice-held-up on memcached with fencing");
    }

    @Test
    void what_servers_can_t_be_is_refused_with_the_reason() {
        FaultPlan plan = plan(EnumSet.of(Ability.KILL), RaceBackend.REDIS);

        assertThat(plan.refused())
                .contains(
                        new Refused("lock-server-frozen", "such servers can't be frozen"),
                        new Refused("lock-server-flushed", "such servers can't be flushed"));
        assertThat(names(plan))
                .contains("lock-server-restarted on redis")
                .noneMatch(name -> name.contains("frozen") && name.contains("server"));
    }

    @Test
    void every_fault_has_a_sentence_and_expects_something_of_some_backend() {
        for (Fault fault : Faults.all()) {
            assertThat(fault.sentence()).as(fault.id()).endsWith(".");
            assertThat(RaceBackend.values())
                    .as(fault.id())
                    .anyMatch(backend -> fault.expected(backend, false).isPresent());
        }
        assertThat(Faults.all()).extracting(Fault::id).doesNotHaveDuplicates();
    }

    @Test
    void tells_beforehand_how_long_it_takes() {
        FaultPlan once = plan(EnumSet.allOf(Ability.class), RaceBackend.REDIS);
        FaultPlan twice = once.repeated(2);

        assertThat(twice.cells()).hasSize(2 * once.cells().size());
        assertThat(twice.lengthFrom(0)).isEqualTo(once.lengthFrom(0).multipliedBy(2));
        assertThat(once.length()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(10));
        assertThat(once.lengthFrom(once.cells().size())).isZero();
    }
}
