package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.local.LocalLockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import dev.lockrace.lock.postgres.PostgresLockPool;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of guarantees in {@code docs/library/backends.md} matches the backends. */
class GuaranteeTableTest {

    /** Updates the table in the page before comparing. */
    private static final boolean WRITE = Boolean.getBoolean("lockrace.docs.write");

    private static final Path PAGE = Path.of("../docs/library/backends.md");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- guarantees: begin[^>]*-->\n\n)(.*?)(\n<!-- guarantees: end -->)", Pattern.DOTALL);

    @Test
    void table_matches_the_declared_guarantees() throws IOException {
        String declared = declared();
        if (WRITE) {
            String page = TABLE.matcher(Files.readString(PAGE))
                    .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + declared + found.group(3)));
            Files.writeString(PAGE, page);
        }
        Matcher table = TABLE.matcher(Files.readString(PAGE));

        assertThat(table.find()).as("markers of the table in %s", PAGE).isTrue();
        assertThat(table.group(2))
                .as(
                        "The table in %s is stale. Run: mvn test -pl lock-conformance -am -Dtest='LockNameTest,GuaranteeTableTest' -Dlockrace.docs.write=true",
                        PAGE)
                .isEqualTo(declared);
    }

    /** Guarantees are available without a connection to the server. */
    private static String declared() {
        InetSocketAddress unused = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (LockBackend local = new LocalLockBackend();
                LockBackend database = PostgresLockBackend.pooled(new PostgresLockPool(
                        "jdbc:postgresql://127.0.0.1:1/none", null, null, 1, Duration.ofSeconds(1), false));
                LockBackend memcached = MemcachedLockBackend.connect(List.of(unused));
                LockBackend redis = RedisLockBackend.connect("redis://127.0.0.1:1")) {
            return GuaranteeTable.markdown(List.of(local, database, memcached, redis));
        }
    }
}
