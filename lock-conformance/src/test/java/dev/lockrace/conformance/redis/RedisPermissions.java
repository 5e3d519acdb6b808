package dev.lockrace.conformance.redis;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of Redis that lack a permission: a request that is reported as failed has changed nothing (L5). */
@Timeout(60)
abstract class RedisPermissions {

    private static final String USER = "restricted";

    private Contest contest;
    private RedisAdmin admin;

    abstract RedisFixture store();

    @BeforeEach
    void connect() {
        contest = new Contest(store());
        admin = RedisAdmin.connect(store().address());
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
        admin.close();
    }

    static List<String> permissions() {
        return RedisAdmin.PERMISSIONS;
    }

    @ParameterizedTest
    @MethodSource("permissions")
    void L5_request_that_fails_for_lack_of_a_permission_has_changed_nothing(String missing) {
        LockBackend restricted = userWithout(missing);
        LockStoreException failure = catchThrowableOfType(
                LockStoreException.class,
                () -> restricted
                        .tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                        .orElseThrow());

        assertThat(isHeld()).as("held after the failure %s", failure).isEqualTo(failure == null);
        admin.redis().flushall();
        String owner = Contest.newOwner();
        assertThat(contest.backend().tryAcquire(contest.lockName(), owner, LONG, REQUEST_TIMEOUT))
                .isPresent();
        LockStoreException notRevoked = catchThrowableOfType(
                LockStoreException.class,
                () -> assertThat(restricted.revoke(contest.lockName(), owner, REQUEST_TIMEOUT))
                        .isTrue());
        assertThat(isHeld()).as("held after the failure %s", notRevoked).isEqualTo(notRevoked != null);
    }

    @Test
    void L5_release_succeeds_without_the_permission_to_publish_it() {
        LockBackend restricted = userWithout("&lockrace:*");
        Grant grant = restricted
                .tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT)
                .orElseThrow();

        assertThat(grant.release(REQUEST_TIMEOUT)).isTrue();
        contest.assertFree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evalsha", "get", "set", "time"})
    void failure_names_the_command_for_which_the_permission_is_missing(String command) {
        LockBackend restricted = userWithout("+" + command);

        assertThatThrownBy(() -> restricted.tryAcquire(contest.lockName(), Contest.newOwner(), LONG, REQUEST_TIMEOUT))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("'" + command + "'")
                .hasMessageContaining("ACL SETUSER")
                .hasMessageContaining(String.join(" ", RedisAdmin.PERMISSIONS));
    }

    private LockBackend userWithout(String permission) {
        List<String> permissions = new ArrayList<>(RedisAdmin.PERMISSIONS);
        assertThat(permissions.remove(permission)).isTrue();
        admin.createUser(USER, "secret", permissions);
        return contest.closeAfterTest(RedisLockBackend.connect(RedisFixture.uri(USER, "secret", store().address())));
    }

    private boolean isHeld() {
        return !admin.redis().keys("lockrace:*" + contest.name()).isEmpty();
    }
}
