package dev.lockrace.lab.faults.fault;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All faults, in the order of the report. */
public final class Faults {

    private static final List<Fault> ALL = List.of(
            new HolderKilled(),
            new HolderFrozen(),
            HolderCutOff.bySilence(),
            HolderCutOff.byReset(),
            HolderCutOff.oneWay(),
            new AnswerLost(),
            new InvoiceHeldUp(),
            new WorkerClockOff(),
            LockServerRestarted.withItsData(),
            LockServerRestarted.withoutItsData(),
            new LockServerFrozen(),
            new LockServerSlow(),
            new LockServerFlushed(),
            new BrokerRestarted(),
            new AllWorkersAway());

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    public static Optional<Fault> find(String id) {
        return ALL.stream().filter(fault -> fault.id().equals(id)).findFirst();
    }

    /** All names, for messages. */
    public static String ids() {
        return ALL.stream().map(Fault::id).collect(Collectors.joining(", "));
    }
}
