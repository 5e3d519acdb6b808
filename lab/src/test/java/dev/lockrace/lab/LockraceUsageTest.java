package dev.lockrace.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.fault.FaultException;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.ServerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class LockraceUsageTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = Lockrace.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--backend foo | must be one of local, database, memcached, redis, was: foo",
                "--workers 0 | --workers must be 1 to 50, was: 0",
                "--workers 51 | --workers must be 1 to 50, was: 51",
                "--workers x | 'x' is not an int",
                "--tasks 0 | --tasks must be 1 to 10000, was: 0",
                "--tasks 10001 | --tasks must be 1 to 10000, was: 10001",
                "--hold 0s | --hold must be 1ms to 8m, was: 0s",
                "--hold 481s | --hold must be 1ms to 8m, was: 481s",
                "--hold PT2562047788015215H | --hold must be 1ms to 8m, was: 2562047788015215h",
                "--hold soon | must be a duration such as 3s, 500ms or PT3S, was: soon",
                "--colour | Unknown option: '--colour'"
            })
    void race_reports_an_invalid_option_with_its_value_and_exits_with_2(String options, String message) {
        assertThat(run(("race " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Try: ./lockrace race --help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--backend foo | must be one of local, database, memcached, redis, was: foo",
                "--fault rain | must be one of holder-killed, holder-paused,",
                "--workers 2 | --workers must be 3 to 10, was: 2",
                "--broken --backend local | No broken lock has an experiment with these faults and backends",
                "--repeat 0 | --repeat must be 1 to 1000, was: 0",
                "--servers borrowed | expected one of [embedded, docker, external] (case-sensitive) but was 'borrowed'",
                "--redis redis://127.0.0.1:6379 | Endpoints of servers need --servers external, was: --servers embedded",
                "--servers external --backend redis | --servers external needs --redis for the selected backends",
                "--servers external --backend local --database jdbc:x | --database must be postgresql://user:password@host:port/database, was: jdbc:x"
            })
    void faults_reports_an_invalid_option_with_its_value_and_exits_with_2(String options, String message) {
        assertThat(run(("faults " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Try: ./lockrace faults --help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--backend local | --backend must be database, memcached or redis, was: local",
                "--tasks 99 | --tasks must be 100 to 10000000, was: 99",
                "--tasks 1000 --for 10s | --tasks and --for exclude each other",
                "--for 9s | --for must be 10s to 168h, was: 9s",
                "--tasks 1000 --names 101 | --names must be 1 to 100, was: 101",
                "--names 0 | --names must be 1 to 10000, was: 0",
                "--workers 1 | --workers must be 2 to 20, was: 1",
                "--kill-every 999ms | --kill-every must be 1s to 168h, was: 999ms",
                "--servers external | expected one of [embedded, docker] (case-sensitive) but was 'external'"
            })
    void soak_reports_an_invalid_option_with_its_value_and_exits_with_2(String options, String message) {
        assertThat(run(("soak " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Try: ./lockrace soak --help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--backend local | --backend must be database, memcached or redis, was: local",
                "--tasks 9999 | --tasks must be 10000 to 10000000, was: 9999",
                "--workers 21 | --workers must be 2 to 20, was: 21"
            })
    void overload_reports_an_invalid_option_with_its_value_and_exits_with_2(String options, String message) {
        assertThat(run(("overload " + options).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("Try: ./lockrace overload --help");
    }

    @Test
    void faults_rejects_a_page_in_a_missing_directory() {
        assertThat(run("faults", "--html", "/no/such/directory/page.html")).isEqualTo(2);
        assertThat(err.toString())
                .contains("'--html'")
                .contains("must be in an existing directory, was: /no/such/directory/page.html")
                .contains("Try: ./lockrace faults --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_missing_subcommand_is_invalid_usage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand").contains("Try: ./lockrace --help");
    }

    @Test
    void help_names_the_benchmarks_of_another_module() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("race").contains("lockrace bench --help");
    }

    @Test
    void help_of_race_names_every_option_and_exit_code() {
        assertThat(run("race", "--help")).isZero();
        assertThat(out.toString())
                .contains("--backend", "--workers", "--tasks", "--hold", "--keep", "--json")
                .contains("invalid usage");
    }

    static Stream<Exception> expectedFailures() {
        return Stream.of(
                new LabException("worker-1 exited with code 1"),
                new FaultException("worker-1 exited with code 1"),
                new ServerException("worker-1", "exited with code 1"));
    }

    @ParameterizedTest
    @MethodSource("expectedFailures")
    void an_expected_failure_is_reported_by_its_message_alone(Exception failure) throws Exception {
        CommandLine command = Lockrace.commandLine();
        command.setErr(new PrintWriter(err, true));

        assertThat(Lockrace.failed(failure, command, command.parseArgs())).isEqualTo(1);

        assertThat(err.toString().lines()).containsExactly("lockrace: " + failure.getMessage());
    }
}
