package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.fault.Fault;
import dev.lockrace.lab.faults.result.Refused;
import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which races to run, and which not.
 *
 * @param refused faults that can't be done to these servers, each with the reason in a sentence
 */
record FaultPlan(List<Cell> cells, List<Refused> refused) {

    /** Of the services, once. */
    static final Duration START = Duration.ofSeconds(20);

    /**
     * @param abilities of the servers
     */
    static FaultPlan of(List<Fault> faults, List<RaceBackend> backends, String servers, Set<Ability> abilities) {
        List<Cell> cells = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Fault fault : faults) {
            Optional<Refused> refusal = refusal(fault, servers, abilities);
            refusal.ifPresent(refused::add);
            if (refusal.isEmpty()) {
                backends.forEach(backend -> cells.addAll(cells(fault, backend)));
            }
        }
        return new FaultPlan(cells, refused);
    }

    private static Optional<Refused> refusal(Fault fault, String servers, Set<Ability> abilities) {
        String missing = fault.needs().stream()
                .filter(ability -> !abilities.contains(ability))
                .map(Ability::done)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(fault.id(), "%s servers can't be %s".formatted(servers, missing)));
    }

    private static List<Cell> cells(Fault fault, RaceBackend backend) {
        return Stream.of(false, true)
                .flatMap(fencing -> fault.expected(backend, fencing).stream()
                        .map(expected -> new Cell(fault, backend, fencing, expected)))
                .toList();
    }

    FaultPlan repeated(int times) {
        return new FaultPlan(
                cells.stream()
                        .flatMap(cell -> Stream.generate(() -> cell).limit(times))
                        .toList(),
                refused);
    }

    /** About how long those from that one on take. */
    Duration lengthFrom(int first) {
        return cells.subList(first, cells.size()).stream().map(Cell::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** About how long all takes. */
    Duration length() {
        return START.plus(lengthFrom(0));
    }
}
