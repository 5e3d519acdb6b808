package dev.lockrace.conformance.history;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.Workload.Plan;
import dev.lockrace.conformance.history.WorkloadProcess.Assignment;
import dev.lockrace.conformance.process.ChildProcess;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Child processes that contend, each behind its own failing network. The last one is killed halfway. */
final class HistoryRun implements AutoCloseable {

    private static final int FAULT_MILLIS = 250;

    /** Long enough for most answers to come from names without a request of unknown outcome in flight. */
    private static final int CALM_MILLIS = 1_000;

    private final Plan plan;
    private final List<TcpProxy> networks = new ArrayList<>();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private final Random random;
    private final LockNames names;

    /**
     * @param directory where the processes record their calls
     */
    HistoryRun(
            Class<? extends BackendFactory> factory,
            InetSocketAddress store,
            Map<String, String> settings,
            Plan plan,
            int count,
            Path directory)
            throws IOException {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.names = new LockNames(directory.resolve(Workload.NAMES_FILE), plan.prefix());
        for (int i = 1; i <= count; i++) {
            TcpProxy network = TcpProxy.to(store);
            networks.add(network);
            Path log = directory.resolve("process-" + i);
            logs.add(log);
            String process = "p" + i;
            processes.add(new ChildProcess(
                    WorkloadProcess.class,
                    new Assignment(factory, network.address(), new HashMap<>(settings), plan, process, log.toString()),
                    process,
                    directory.resolve("process-" + i + ".err")));
        }
    }

    /** Runs the processes until the end of the plan, and returns the calls that they recorded. */
    Collection<Event> record() throws IOException, InterruptedException {
        for (ChildProcess process : processes) {
            process.awaitReady();
        }
        for (ChildProcess process : processes) {
            if (!process.sharesOurClock()) {
                throw new IllegalStateException(
                        "System.nanoTime() of processes differs on this machine, so their calls cannot be compared."
                                + " Run this test on Linux or macOS.");
            }
        }
        for (ChildProcess process : processes) {
            process.proceed();
        }
        injectFaults();
        for (ChildProcess process : processes.subList(0, processes.size() - 1)) {
            process.awaitExit();
        }
        return recorded();
    }

    private void injectFaults() throws InterruptedException {
        long startedAt = System.nanoTime();
        Duration untilKill = plan.length().dividedBy(2);
        boolean killed = false;
        while (isBefore(startedAt, plan.length())) {
            sleep(CALM_MILLIS);
            TcpProxy network = networks.get(random.nextInt(networks.size()));
            network.setMode(
                    List.of(Mode.HOLD_RESPONSES, Mode.STALL, Mode.DISCONNECT).get(random.nextInt(3)));
            sleep(FAULT_MILLIS);
            network.setMode(Mode.FORWARD);
            if (!isBefore(startedAt, untilKill) && !killed) {
                processes.get(processes.size() - 1).kill();
                names.retireAll();
                killed = true;
            }
        }
    }

    private static boolean isBefore(long startedAt, Duration end) {
        return System.nanoTime() - startedAt < end.toNanos();
    }

    /** Sleeps for the given time, or up to as much more. */
    private void sleep(int minMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(minMillis + random.nextInt(minMillis));
    }

    private Collection<Event> recorded() throws IOException {
        List<Event> history = new ArrayList<>();
        for (Path log : logs) {
            history.addAll(CallLog.read(log));
        }
        return history;
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
        networks.forEach(TcpProxy::close);
    }
}
