package dev.lockrace.benchmarks.subject;

import net.javacrumbs.shedlock.provider.inmemory.InMemoryLockProvider;
import org.springframework.integration.support.locks.DefaultLockRegistry;

/** Locks in this JVM. */
final class LocalSubjects {

    private LocalSubjects() {}

    static Subject open(Candidate candidate) {
        return switch (candidate) {
            case SHEDLOCK -> new ShedLocks(new InMemoryLockProvider(), () -> {});
            case SPRING_INTEGRATION -> {
                DefaultLockRegistry registry = new DefaultLockRegistry();
                yield new SpringIntegrationLocks(() -> registry, () -> {});
            }
            case BARE_DRIVER -> new BareMap();
            default -> throw new IllegalArgumentException("%s has no locks in this JVM".formatted(candidate.label()));
        };
    }
}
