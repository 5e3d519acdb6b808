package dev.lockrace.lab.faults.fault;

import dev.lockrace.lab.faults.experiment.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All faults, in the order of reports. */
public final class Faults {

    private static final List<Fault> ALL = List.of(
            new HolderKilled(),
            new HolderPaused(),
            HolderPartitioned.silent(),
            HolderPartitioned.withReset(),
            HolderPartitioned.oneWay(),
            new ResponseLost(),
            Outage.silentWhileAcquiring(),
            Outage.refusedWhileAcquiring(),
            Outage.silentWhileReleasing(),
            Outage.refusedWhileReleasing(),
            new WriteDelayed(),
            new WorkerClockShifted(),
            new ClockStopped(),
            new StoreClockStepped(),
            LockServerRestarted.withData(),
            LockServerRestarted.withoutData(),
            new LockServerPaused(),
            new LockServerSlow(),
            new LockServerFlushed(),
            new LockServerEvicts(),
            new LockServerDemoted(),
            new LockServerFailover(),
            new LockServerReadOnly(),
            new PoolerInFront(),
            new RecordDatabaseReadOnly(),
            ServerMoved.lockServer(),
            ServerMoved.recordDatabase(),
            ServerMoved.broker(),
            new BrokerRestarted(),
            new AllWorkersStopped());

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    public static Optional<Fault> find(String id) {
        return ALL.stream().filter(fault -> fault.id().equals(id)).findFirst();
    }

    /** Returns the ids of all faults, separated by commas. */
    public static String ids() {
        return ALL.stream().map(Fault::id).collect(Collectors.joining(", "));
    }
}
