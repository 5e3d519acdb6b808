package dev.lockrace.conformance.redis;

import dev.lockrace.conformance.clause.Contest;
import dev.lockrace.conformance.clause.LockClauses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The clauses without outages, on a cluster. Outages of the network use the same connections as those of {@link
 * RedisLockTest}, and nodes report their own addresses to clients, which do not lead through a proxy.
 */
@Tag("process")
@Timeout(60)
class RedisClusterLockTest implements LockClauses {

    @RegisterExtension
    static final RedisClusterFixture STORE = new RedisClusterFixture();

    private Contest contest;

    @BeforeEach
    void open() {
        contest = new Contest(STORE);
    }

    @AfterEach
    void close() throws Exception {
        contest.close();
    }

    @Override
    public Contest contest() {
        return contest;
    }
}
