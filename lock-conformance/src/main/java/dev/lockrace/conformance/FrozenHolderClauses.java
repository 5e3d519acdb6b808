package dev.lockrace.conformance;

import static dev.lockrace.conformance.FrozenHolder.LEFT_ALONE;
import static dev.lockrace.conformance.FrozenHolder.RENEWED;
import static dev.lockrace.conformance.FrozenHolder.UNAWARE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.FrozenHolder.Assignment;
import dev.lockrace.conformance.FrozenHolder.Deeds;
import dev.lockrace.conformance.FrozenHolder.Knowledge;
import dev.lockrace.conformance.process.StartedProcess;
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
 * L2, L3 and L8 for a holder whose process is frozen past the end of its leases, as by a full stop of its machine: it
 * can do nothing for them, and its connections stay open. Needs Linux or macOS.
 */
interface FrozenHolderClauses extends SharedClauses {

    @Test
    default void L2_the_leases_of_a_frozen_process_end_by_themselves() throws Exception {
        frozen();
        assertThat(takeOverAll()).as("leases of its successors").hasSize(3);
    }

    @Test
    default void L3_a_process_that_was_frozen_harms_no_successor() throws Exception {
        StartedProcess holder = frozen();
        List<Lease> successors = takeOverAll();
        goOn(holder);
        String unused = holder.readText();

        assertThat(holder.readText())
                .as("its renewals and releases")
                .hasToString(new Deeds(List.of(false, false, false), List.of(false, false, false)).toString());
        assertThat(successors)
                .allSatisfy(lease ->
                        assertThat(lease.release()).as("a successor's release").isTrue());
    }

    @Test
    default void L8_a_process_that_was_frozen_knows_of_its_loss_at_once() throws Exception {
        StartedProcess holder = frozen();
        takeOverAll();
        goOn(holder);

        assertThat(holder.readText()).isEqualTo(new Knowledge(true, false, true).toString());
    }

    /** A process with three leases, which was frozen while it held them. */
    private StartedProcess frozen() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("frozen-holder", ".err");
        contest().closedAtTheEnd(() -> Files.delete(errors));
        Assignment assignment = new Assignment(
                fixture().factory(),
                fixture().address(),
                new HashMap<>(fixture().settings()),
                contest().name(),
                timeToLive());
        StartedProcess holder = contest()
                .closedAtTheEnd(new StartedProcess(FrozenHolder.class, assignment, "of a frozen holder", errors));
        holder.awaitReady();
        holder.freeze();
        return holder;
    }

    /** It finds the word to go on as soon as it can run. */
    private static void goOn(StartedProcess holder) throws IOException, InterruptedException {
        holder.goOn();
        holder.thaw();
    }

    private List<Lease> takeOverAll() throws InterruptedException {
        List<Lease> successors = new ArrayList<>();
        for (String lease : List.of(LEFT_ALONE, RENEWED, UNAWARE)) {
            successors.add(contest().takeOver(contest().name() + lease, timeToLive()));
        }
        return successors;
    }

    /** Long enough for a process that just started to take three leases, one after another. */
    private Duration timeToLive() {
        return Contest.renewedTimeToLive(contest().guarantees()).multipliedBy(2);
    }
}
