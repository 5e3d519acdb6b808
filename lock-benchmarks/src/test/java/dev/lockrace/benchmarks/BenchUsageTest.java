package dev.lockrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchUsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = Bench.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "locks --store foo | must be one of local, database, memcached, redis, was: foo",
                "locks --rounds 0 | --rounds must be 1 to 100, was: 0",
                "locks --rounds 101 | --rounds must be 1 to 100, was: 101",
                "locks --colour | Unknown option: '--colour'",
                "names --count 19999 | --count must be 20000 to 100000000, was: 19999",
                "names --store foo | must be one of local, database, memcached, redis, was: foo"
            })
    void invalid_options_are_reported_with_exit_code_2(String options, String message) {
        assertThat(run(options.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Try: ./lockrace bench ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_missing_benchmark_is_reported_with_exit_code_2() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand").contains("Try: ./lockrace bench --help");
    }

    @Test
    void help_lists_every_option() {
        assertThat(run("locks", "--help")).isZero();
        assertThat(run("names", "--help")).isZero();
        assertThat(out.toString()).contains("--store", "--rounds", "--quick", "--write", "--count");
    }
}
