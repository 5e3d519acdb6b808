package dev.lockrace.benchmarks.subject;

import static dev.lockrace.benchmarks.subject.Candidate.BARE_DRIVER;
import static dev.lockrace.benchmarks.subject.Candidate.LOCKRACE;
import static dev.lockrace.benchmarks.subject.Candidate.REDISSON;
import static dev.lockrace.benchmarks.subject.Candidate.SHEDLOCK;
import static dev.lockrace.benchmarks.subject.Candidate.SPRING_INTEGRATION;

import dev.lockrace.benchmarks.setup.Addresses;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store, and the candidates that have locks in it. */
public enum Store {
    LOCAL(null) {
        @Override
        Subject openOther(Candidate candidate, Addresses addresses) {
            return LocalSubjects.open(candidate);
        }
    },
    DATABASE("postgresql") {
        @Override
        Subject openOther(Candidate candidate, Addresses addresses) {
            return DatabaseSubjects.open(candidate, addresses.of("postgresql"));
        }
    },
    MEMCACHED("memcached") {
        @Override
        Subject openOther(Candidate candidate, Addresses addresses) {
            return MemcachedSubjects.open(candidate, addresses.of("memcached"));
        }
    },
    REDIS("redis") {
        @Override
        Subject openOther(Candidate candidate, Addresses addresses) {
            return RedisSubjects.open(candidate, addresses.of("redis"));
        }
    };

    private final @Nullable String server;

    Store(@Nullable String server) {
        this.server = server;
    }

    /** Returns the display name, which is the name of lockrace's backend. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of the server that the store needs, if any. */
    public Optional<String> server() {
        return Optional.ofNullable(server);
    }

    /** Returns the candidates that have locks in this store. */
    public List<Candidate> candidates() {
        return switch (this) {
            case LOCAL, DATABASE -> List.of(LOCKRACE, SHEDLOCK, SPRING_INTEGRATION, BARE_DRIVER);
            case MEMCACHED -> List.of(LOCKRACE, BARE_DRIVER);
            case REDIS -> List.of(LOCKRACE, SHEDLOCK, SPRING_INTEGRATION, REDISSON, BARE_DRIVER);
        };
    }

    /**
     * Opens the candidate's locks in this store.
     *
     * @throws IllegalArgumentException if the candidate is not one of the {@link #candidates}
     */
    public Subject open(Candidate candidate, Addresses addresses) {
        if (!candidates().contains(candidate)) {
            throw new IllegalArgumentException("%s has no locks in store '%s'".formatted(candidate.label(), label()));
        }
        return candidate == LOCKRACE
                ? new LockraceLocks(LockraceBackends.open(this, addresses))
                : openOther(candidate, addresses);
    }

    abstract Subject openOther(Candidate candidate, Addresses addresses);
}
