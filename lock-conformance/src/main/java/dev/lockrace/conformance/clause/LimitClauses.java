package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** L9 limits of times to live and lock names. */
interface LimitClauses extends Clauses {

    int MAX_NAME_BYTES = 1_024;

    @Test
    default void L9_time_to_live_out_of_range_is_rejected_with_its_value() {
        LockClient client = contest().client();
        Guarantees guarantees = client.guarantees();
        Stream.of(
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        guarantees.minTimeToLive().minusNanos(1),
                        guarantees.maxTimeToLive().plusNanos(1),
                        Duration.ofSeconds(Long.MAX_VALUE))
                .forEach(timeToLive -> assertThatThrownBy(
                                () -> client.tryAcquire(contest().request(timeToLive)))
                        .as("a time to live of %s", timeToLive)
                        .isInstanceOf(IllegalLockRequestException.class)
                        .hasMessageContaining("was: " + timeToLive));
        contest().assertFree();
    }

    @Test
    default void L9_maximum_time_to_live_is_accepted() {
        LockClient client = contest().client();
        Lease lease = client.tryAcquire(contest().request(client.guarantees().maxTimeToLive()))
                .orElseThrow();

        contest().assertHeld();
        assertThat(lease.renew()).as("renewal").isTrue();
        contest().assertHeld();
        assertThat(lease.release()).as("release").isTrue();
        contest().assertFree();
    }

    @Test
    default void L9_names_of_any_characters_work() {
        LockClient one = contest().client();
        LockClient two = contest().client();
        for (String suffix : suffixes()) {
            String name = contest().name() + suffix;
            Lease lease = one.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
            assertThat(two.tryAcquire(LockRequest.of(name).timeToLive(LONG)))
                    .as("name ending in %s", escaped(suffix))
                    .isEmpty();
            assertThat(lease.renew())
                    .as("renewal, name ending in %s", escaped(suffix))
                    .isTrue();
            assertThat(lease.release())
                    .as("release, name ending in %s", escaped(suffix))
                    .isTrue();
            Lease next = two.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
            assertThat(next.release())
                    .as("release by the next holder, name ending in %s", escaped(suffix))
                    .isTrue();
        }
    }

    @Test
    default void L9_similar_names_are_different_locks() {
        LockClient client = contest().client();
        LockClient other = contest().client();
        Map<String, Lease> leases = new LinkedHashMap<>();
        for (String suffix : suffixes()) {
            client.tryAcquire(LockRequest.of(contest().name() + suffix).timeToLive(LONG))
                    .ifPresent(lease -> leases.put(suffix, lease));
        }

        assertThat(leases.keySet().stream().map(LimitClauses::escaped))
                .as("names granted while all were free")
                .containsExactlyElementsOf(
                        suffixes().stream().map(LimitClauses::escaped).toList());
        leases.forEach((suffix, lease) -> assertThat(lease.release())
                .as("release, name ending in %s", escaped(suffix))
                .isTrue());
        assertThat(suffixes())
                .allSatisfy(suffix -> assertThat(other.tryAcquire(
                                LockRequest.of(contest().name() + suffix).timeToLive(LONG)))
                        .isPresent());
    }

    @Test
    default void L9_variants_of_a_name_in_case_blanks_and_normalization_are_different_locks() {
        LockClient client = contest().client();
        Set<String> variants = variants(contest().name() + "-Caf\u00e9 Stra\u00dfe \u0130");
        assertThat(variants).as("variants of a name").hasSize(33);
        Map<String, Lease> leases = new LinkedHashMap<>();
        variants.forEach(name ->
                client.tryAcquire(LockRequest.of(name).timeToLive(LONG)).ifPresent(lease -> leases.put(name, lease)));

        assertThat(leases.keySet().stream().map(LimitClauses::escaped))
                .as("names granted while all were free")
                .containsExactlyElementsOf(
                        variants.stream().map(LimitClauses::escaped).toList());
        leases.forEach((name, lease) -> assertThat(lease.release())
                .as("release, name %s", escaped(name))
                .isTrue());
    }

    /** Returns a name and names that a collation, a trimming column or a normalization could equate with it. */
    private static Set<String> variants(String name) {
        Set<String> variants = new LinkedHashSet<>(List.of(
                name,
                name.toUpperCase(Locale.ROOT),
                name.toLowerCase(Locale.ROOT),
                name.toLowerCase(Locale.forLanguageTag("tr")),
                Normalizer.normalize(name, Normalizer.Form.NFD),
                name.replace("\u00e9", "e"),
                name.replace("\u00e9", "\u00c9"),
                name.replace("\u00df", "ss"),
                name.replace("\u00df", "\u1e9e"),
                name.replace("\u0130", "I"),
                name.replace("\u0130", "i"),
                name.replace("\u0130", "\u0131"),
                name.replace('C', '\uff23'),
                name.replace('C', '\u0421'), // Cyrillic
                name.replace('-', '\u2010'),
                name.replace(" ", ""),
                name.replace(" ", "  "),
                name.replace(' ', '\u00a0'),
                name.replace(' ', '\t'),
                name + "\\",
                name + "\\0"));
        for (String blank : List.of(" ", "\t", "\n", "\0", "\u00a0", "\ufeff")) {
            variants.add(blank + name);
            variants.add(name + blank);
        }
        return variants;
    }

    @Test
    default void L9_names_of_1_to_1024_bytes_work() {
        LockClient one = contest().client();
        LockClient two = contest().client();
        for (int bytes : new int[] {1, 249, 250, 251, 255, 256, 1_023, 1_024}) {
            for (String name : List.of(padded(bytes, 'a'), padded(bytes, '\\'), padded(bytes, '\0'))) {
                Lease lease =
                        one.tryAcquire(LockRequest.of(name).timeToLive(LONG)).orElseThrow();
                assertThat(two.tryAcquire(LockRequest.of(name).timeToLive(LONG)))
                        .as("name of %d bytes", bytes)
                        .isEmpty();
                assertThat(lease.release())
                        .as("release, name of %d bytes", bytes)
                        .isTrue();
            }
        }
    }

    @Test
    default void L9_long_names_with_small_differences_are_different_locks() {
        LockClient client = contest().client();
        Map<Integer, Lease> leases = new LinkedHashMap<>();
        List<String> names = longNames();
        for (int i = 0; i < names.size(); i++) {
            Optional<Lease> lease =
                    client.tryAcquire(LockRequest.of(names.get(i)).timeToLive(LONG));
            assertThat(lease).as("lease of long name %d", i).isPresent();
            leases.put(i, lease.orElseThrow());
        }

        leases.forEach((i, lease) ->
                assertThat(lease.release()).as("release, long name %d", i).isTrue());
    }

    /** Some of these are equal if truncated or hashed weakly: "Aa" and "BB" have the same hash code in Java. */
    private List<String> longNames() {
        List<String> names = new ArrayList<>();
        for (String difference : List.of("Aa", "BB", "aA", "Ab")) {
            for (int before : new int[] {0, 120, 250, 500, MAX_NAME_BYTES - 2}) {
                String name = padded(MAX_NAME_BYTES - 2, 'n');
                names.add(name.substring(0, before) + difference + name.substring(before));
            }
        }
        names.add(padded(MAX_NAME_BYTES - 1, 'n'));
        return names;
    }

    @Test
    default void L9_empty_or_too_long_name_is_rejected() {
        LockClient client = contest().client();

        assertThatThrownBy(() -> client.tryAcquire(LockRequest.of("").timeToLive(LONG)))
                .isInstanceOf(IllegalLockRequestException.class);
        assertThatThrownBy(() ->
                        client.tryAcquire(LockRequest.of("n".repeat(1_025)).timeToLive(LONG)))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("was: 1025 bytes");
    }

    /** Returns a name of the given size, padded at its end. It is unique to this test if it is long enough. */
    private String padded(int bytes, char padding) {
        String unique = contest().name().substring("conformance-".length()).replace("-", "");
        String start = unique.substring(0, Math.min(unique.length(), bytes / 2));
        return start + String.valueOf(padding).repeat(bytes - start.length());
    }

    /** Returns distinct name suffixes that tokenizers, escaping, collations, trimming or hashing could confuse. */
    private static List<String> suffixes() {
        return List.of(
                "",
                " ",
                "  ",
                "\t",
                "\n",
                "\r\n",
                "\r",
                "\0",
                "\0\0",
                "\\0",
                "\\\\0",
                "\\",
                "\\\\",
                "\u0001",
                "\u001b[31m",
                "\u007f",
                "\u0085",
                "\u00a0",
                "\u200b",
                "\u2028",
                "\ufeff",
                "\uffff",
                "a",
                "A",
                "á",
                "a\u0301",
                "ａ",
                "а", // Cyrillic
                "ı",
                "i",
                "I",
                "İ",
                "ß",
                "ss",
                "ﬀ",
                "ff",
                "🔒",
                "👩‍🚀",
                "שלום",
                "%",
                "%%",
                "%s",
                "_",
                "'",
                "''",
                "\"",
                "`",
                ";",
                "--",
                "$1",
                "?",
                "*",
                "{",
                "}",
                "{}",
                ":",
                "#",
                "/",
                "//",
                "/..",
                ".",
                "+",
                "%20",
                "%00",
                "&");
    }

    private static String escaped(String suffix) {
        StringBuilder escaped = new StringBuilder("'");
        suffix.chars()
                .forEach(c -> escaped.append(c > ' ' && c < 127 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.append('\'').toString();
    }
}
