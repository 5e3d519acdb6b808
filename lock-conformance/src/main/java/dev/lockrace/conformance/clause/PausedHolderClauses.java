package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.PausedHolder.BACKEND_GRANT;
import static dev.lockrace.conformance.clause.PausedHolder.RENEWED;
import static dev.lockrace.conformance.clause.PausedHolder.UNRENEWED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.clause.PausedHolder.Assignment;
import dev.lockrace.conformance.clause.PausedHolder.HolderView;
import dev.lockrace.conformance.clause.PausedHolder.Results;
import dev.lockrace.conformance.process.ChildProcess;
import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lock.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * L2, L3 and L8 for a holder whose process is paused past the end of its leases. It cannot act, and its connections
 * stay open. Requires a POSIX shell.
 */
interface PausedHolderClauses extends FaultClauses {

    @Test
    default void L2_leases_of_a_paused_process_expire() throws Exception {
        pausedHolder();
        assertThat(acquireAllAfterExpiry()).as("leases of the successors").hasSize(3);
    }

    @Test
    default void L3_resumed_process_cannot_renew_or_release_the_leases_of_its_successors() throws Exception {
        PausedProcess holder = pausedHolder();
        List<Lease> successors = acquireAllAfterExpiry();
        holder.resume();
        String unused = holder.process().readText();

        assertThat(holder.process().readText())
                .as("renewals and releases by the resumed process")
                .hasToString(new Results(List.of(false, false, false), List.of(false, false, false)).toString());
        assertThat(successors)
                .allSatisfy(lease ->
                        assertThat(lease.release()).as("release by a successor").isTrue());
    }

    @Test
    default void L8_resumed_process_learns_of_its_loss_immediately() throws Exception {
        PausedProcess holder = pausedHolder();
        acquireAllAfterExpiry();
        holder.resume();

        assertThat(holder.process().readText()).isEqualTo(new HolderView(true, false, true).toString());
    }

    /** A paused process that held three leases when it was paused. */
    record PausedProcess(ChildProcess process, ProcessPause pause) {

        /** Resumes the process, which finds the signal to proceed as soon as it runs. */
        private void resume() throws IOException {
            process.proceed();
            pause.close();
        }
    }

    private PausedProcess pausedHolder() throws IOException {
        Path errors = Files.createTempFile("paused-holder", ".err");
        contest().closeAfterTest(() -> Files.delete(errors));
        Assignment assignment = new Assignment(
                fixture().factory(),
                fixture().address(),
                new HashMap<>(fixture().settings()),
                contest().name(),
                timeToLive());
        ChildProcess holder =
                contest().closeAfterTest(new ChildProcess(PausedHolder.class, assignment, "paused-holder", errors));
        holder.awaitReady();
        return new PausedProcess(holder, contest().closeAfterTest(holder.pause()));
    }

    private List<Lease> acquireAllAfterExpiry() throws InterruptedException {
        List<Lease> successors = new ArrayList<>();
        for (String suffix : List.of(UNRENEWED, RENEWED, BACKEND_GRANT)) {
            successors.add(contest().acquireAfterExpiry(contest().name() + suffix, timeToLive()));
        }
        return successors;
    }

    /** Long enough for a process that has just started to acquire three leases one after another. */
    private Duration timeToLive() {
        return Contest.renewedTimeToLive(contest().guarantees()).multipliedBy(2);
    }
}
