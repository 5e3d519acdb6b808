package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.faults.result.UnsupportedFault;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The experiments to run.
 *
 * @param unsupported the faults that these servers do not support
 */
public record ExperimentPlan(List<Experiment> experiments, List<UnsupportedFault> unsupported) {

    /** The time to start the services once. */
    public static final Duration STARTUP_TIME = Duration.ofSeconds(20);

    /**
     * Plans an experiment for each fault, each backend, and fencing off and on, where there is an expectation.
     *
     * @param servers the kind of servers, for messages
     * @param capabilities the capabilities of the servers
     */
    public static ExperimentPlan of(
            List<Fault> faults, List<RaceBackend> backends, String servers, Set<ServerCapability> capabilities) {
        List<Experiment> experiments = new ArrayList<>();
        List<UnsupportedFault> unsupported = new ArrayList<>();
        for (Fault fault : faults) {
            Optional<UnsupportedFault> obstacle = obstacle(fault, servers, capabilities);
            obstacle.ifPresent(unsupported::add);
            if (obstacle.isEmpty()) {
                backends.forEach(backend -> experiments.addAll(experiments(fault, backend)));
            }
        }
        return new ExperimentPlan(experiments, unsupported);
    }

    private static Optional<UnsupportedFault> obstacle(
            Fault fault, String servers, Set<ServerCapability> capabilities) {
        String missing = fault.requiredCapabilities().stream()
                .filter(capability -> !capabilities.contains(capability))
                .map(ServerCapability::participle)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new UnsupportedFault(fault.id(), "%s servers cannot be %s".formatted(servers, missing)));
    }

    private static List<Experiment> experiments(Fault fault, RaceBackend backend) {
        return Stream.of(false, true)
                .flatMap(fencing -> fault.expected(backend, fencing).stream()
                        .map(expected -> new Experiment(fault, backend, fencing, expected)))
                .toList();
    }

    /** Returns the plan with each experiment repeated that many times. */
    public ExperimentPlan repeated(int times) {
        return new ExperimentPlan(
                experiments.stream()
                        .flatMap(experiment -> Stream.generate(() -> experiment).limit(times))
                        .toList(),
                unsupported);
    }

    /** Returns the approximate duration of the experiments from that index on. */
    public Duration durationFrom(int first) {
        return experiments.subList(first, experiments.size()).stream()
                .map(Experiment::duration)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the approximate duration of the whole plan. */
    public Duration duration() {
        return STARTUP_TIME.plus(durationFrom(0));
    }
}
