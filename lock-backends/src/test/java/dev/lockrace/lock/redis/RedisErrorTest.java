package dev.lockrace.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classification of error answers, with messages of Redis 6.2 and 8.0 and of proxies. */
class RedisErrorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOPERM this user has no permissions to run the 'evalsha' command or its subcommand",
                "READONLY You can't write against a read only replica.",
                "ERR unknown command 'EVALSHA', with args beginning with: ",
                "ERR Error running script (call to f_3f81): @user_script:8: @user_script: 8: The user executing the script"
                        + " can't run this command or subcommand",
                "ERR ACL failure in script: User u has no permissions to run the 'time' command script: 3f81, on"
                        + " @user_script:8.",
                "OOM command not allowed when used memory > 'maxmemory'. script: 3f81, on @user_script:12."
            })
    void L5_error_before_the_first_write_changed_nothing(String message) {
        assertThat(new RedisError(message).changedNothing()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERR upstream failure", "ERR Server closed connection", "READONLYISH", "null", ""})
    void L5_any_other_error_has_an_unknown_outcome(String message) {
        assertThat(new RedisError(message).changedNothing()).isFalse();
    }

    /** The forms of Redis 6.2, of Redis 7 and later, and of a replica that has lost its primary. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERR Error running script (call to f_3f81): @user_script:12: @user_script: 12: -READONLY You can't write"
                        + " against a read only replica.",
                "READONLY You can't write against a read only replica. script: 3f81, on @user_script:12.",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."
            })
    void L12_error_of_a_replica_is_recognized_and_changed_nothing(String message) {
        RedisError error = new RedisError(message);

        assertThat(error.isFromReplica()).isTrue();
        assertThat(error.changedNothing()).isTrue();
        assertThat(error.explanation(RedisScript.ACQUIRE)).endsWith("Check that its address leads to the primary.");
    }

    /** The host is empty if the nodes do not know their own addresses. */
    @ParameterizedTest
    @CsvSource({
        "MOVED 3999 127.0.0.1:6381, false, 127.0.0.1, 6381",
        "ASK 3999 node-2.example.org:6381, true, node-2.example.org, 6381",
        "MOVED 3999 ::1:6381, false, ::1, 6381",
        "MOVED 3999 :6381, false, '', 6381"
    })
    void L12_redirection_names_another_node_and_changed_nothing(String message, boolean once, String host, int port) {
        RedisError error = new RedisError(message);

        assertThat(error.redirection()).contains(new RedisError.Redirection(once, host, port));
        assertThat(error.changedNothing()).isTrue();
    }

    @Test
    void L12_other_errors_are_no_redirections() {
        assertThat(new RedisError("TRYAGAIN Multiple keys request during rehashing of slot").redirection())
                .isEmpty();
        assertThat(new RedisError("ERR MOVED 1 a:1").redirection()).isEmpty();
    }

    @Test
    void L12_other_errors_are_not_those_of_a_replica() {
        assertThat(new RedisError("LOADING Redis is loading the dataset in memory").isFromReplica())
                .isFalse();
        assertThat(new RedisError("WRONGTYPE the value is READONLY").isFromReplica())
                .isFalse();
    }

    @Test
    void explanation_names_the_command_and_the_permissions() {
        assertThat(new RedisError("ERR Error running script (call to f_3f81): @user_script:9: @user_script: 9: The user"
                                + " executing the script can't run this command or subcommand")
                        .explanation(RedisScript.ACQUIRE))
                .endsWith("subcommand (at the command 'time'). Grant the user what it lacks: ACL SETUSER <user> "
                        + RedisLockBackend.ACL);
    }
}
