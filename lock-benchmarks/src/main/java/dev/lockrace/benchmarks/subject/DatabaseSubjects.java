package dev.lockrace.benchmarks.subject;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.servers.Endpoint;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider.Configuration;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Locks in PostgreSQL, all over a HikariCP pool of {@value Subject#POOL_SIZE} connections. */
final class DatabaseSubjects {

    private DatabaseSubjects() {}

    static Subject open(Candidate candidate, Endpoint endpoint) {
        return switch (candidate) {
            case SHEDLOCK -> shedLock(pool(endpoint));
            case SPRING_INTEGRATION -> springIntegration(pool(endpoint));
            case BARE_DRIVER -> new BareDatabase(pool(endpoint));
            default -> throw new IllegalArgumentException("%s has no locks in PostgreSQL".formatted(candidate.label()));
        };
    }

    private static HikariDataSource pool(Endpoint endpoint) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(endpoint.jdbcUrl());
        pool.setUsername(endpoint.user());
        pool.setPassword(endpoint.password());
        pool.setMaximumPoolSize(Subject.POOL_SIZE);
        Tables.create(pool);
        return pool;
    }

    /** Uses the database's clock, as ShedLock's documentation recommends. */
    private static Subject shedLock(HikariDataSource pool) {
        Configuration configuration = Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(pool))
                .usingDbTime()
                .build();
        return new ShedLocks(new JdbcTemplateLockProvider(configuration), pool::close);
    }

    private static Subject springIntegration(HikariDataSource pool) {
        return new SpringIntegrationLocks(() -> registry(pool), pool::close);
    }

    private static LockRegistry<?> registry(HikariDataSource pool) {
        DefaultLockRepository repository = new DefaultLockRepository(pool);
        repository.setTransactionManager(new JdbcTransactionManager(pool));
        repository.afterPropertiesSet();
        repository.afterSingletonsInstantiated();
        repository.start();
        return new JdbcLockRegistry(repository, Subject.TIME_TO_LIVE);
    }
}
