package dev.lockrace.lock.spring;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.postgres.PostgresLockPool;
import org.jspecify.annotations.Nullable;

/**
 * The address and credentials of the lock database.
 *
 * @param origin the property or bean that they come from, for messages
 */
record DatabaseAddress(
        String url, @Nullable String username, @Nullable String password, String origin) {

    /**
     * @throws BackendNotSetUpException if it is no PostgreSQL database; the message names the database
     */
    PostgresLockPool pool(LockProperties properties) {
        try {
            return new PostgresLockPool(
                    url,
                    username,
                    password,
                    properties.database().poolSize(),
                    properties.requestTimeout(),
                    properties.database().createSchema(),
                    properties.database().poolerMode());
        } catch (IllegalLockRequestException e) {
            throw new BackendNotSetUpException(
                    "Lock backend 'database' cannot use %s. %s.".formatted(origin, e.getMessage()),
                    "Set lockrace.lock.database.url to the URL of a PostgreSQL database, or lockrace.lock.backend to"
                            + " another backend.",
                    e);
        }
    }

    @Override
    public String toString() {
        return origin; // the other components may contain a password
    }
}
