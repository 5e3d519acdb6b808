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

/** What {@code docs/backends.md} says of the backends is what they declare, and what it shows compiles. */
class BackendsPageTest {

    /** Writes the table into the page instead of comparing. */
    private static final boolean WRITE = Boolean.getBoolean("lockrace.docs.write");

    private static final Path PAGE = Path.of("../docs/backends.md");
    private static final Path EXAMPLES = Path.of("src/test/java/dev/lockrace/conformance/example/FiveJobs.java");
    private static final Pattern TABLE =
            Pattern.compile("(<!-- guarantees: begin[^>]*-->\n\n)(.*?)(\n<!-- guarantees: end -->)", Pattern.DOTALL);
    private static final Pattern OURS = Pattern.compile("lockrace:\n+```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_table_is_what_the_backends_declare() throws IOException {
        String declared = declared();
        if (WRITE) {
            String page = TABLE.matcher(Files.readString(PAGE))
                    .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + declared + found.group(3)));
            Files.writeString(PAGE, page);
        }
        Matcher table = TABLE.matcher(Files.readString(PAGE));

        assertThat(table.find()).as("the table's place in %s", PAGE).isTrue();
        assertThat(table.group(2))
                .as(
                        "the table in %s is stale: run mvn test -pl lock-conformance -am -Dtest='LockNameTest,BackendsPageTest' -Dlockrace.docs.write=true",
                        PAGE)
                .isEqualTo(declared);
    }

    @Test
    void what_it_shows_of_ours_compiles() throws IOException {
        String source = withoutSpaces(Files.readString(EXAMPLES));
        List<String> shown = OURS.matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(shown).hasSize(5).allSatisfy(example -> assertThat(source).contains(withoutSpaces(example)));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** None of them needs its server to tell what it promises. */
    private static String declared() {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        try (LockBackend local = new LocalLockBackend();
                LockBackend database = PostgresLockBackend.pooled(new PostgresLockPool(
                        "jdbc:postgresql://127.0.0.1:1/none", null, null, 1, Duration.ofSeconds(1), false));
                LockBackend memcached = MemcachedLockBackend.connect(List.of(nowhere));
                LockBackend redis = RedisLockBackend.connect("redis://127.0.0.1:1")) {
            return GuaranteeTable.markdown(List.of(local, database, memcached, redis));
        }
    }
}
