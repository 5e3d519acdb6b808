package dev.lockrace.lab.faults.scene;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.broken.LockDefect;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Readiness;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.lab.stack.ServiceSettings;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers. Each has networks of its own; one that ended is replaced by a new one with the next number. */
public final class Crew implements AutoCloseable {

    /** The grace for work in hand, and some. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final WorkFolder work;
    private final FaultServers servers;
    private final int size;
    private final List<Member> members = new CopyOnWriteArrayList<>();
    private LockDefect defect = LockDefect.NONE;
    private int started;

    private Crew(WorkFolder work, FaultServers servers, int size) {
        this.work = work;
        this.servers = servers;
        this.size = size;
    }

    /** Starts that many, and does not wait for them. */
    static Crew start(WorkFolder work, FaultServers servers, int size) {
        Crew crew = new Crew(work, servers, size);
        try {
            crew.fillUp();
            return crew;
        } catch (RuntimeException e) {
            crew.close();
            throw e;
        }
    }

    /** Has workers with locks that are broken in that way in place of all; blocks until they are ready. */
    public void breakLocks(BrokenLock lock) throws InterruptedException {
        dismissAll();
        defect = LockDefect.of(lock);
        restore();
    }

    /** Starts workers for those that are missing; blocks until all are ready. */
    public void restore() {
        members.forEach(Member::restore);
        fillUp();
        awaitReady(Progress.silent());
    }

    private void fillUp() {
        while (members.size() < size) {
            members.add(startOne());
        }
    }

    private Member startOne() {
        String name = "worker-" + ++started;
        Network record = Network.to(servers.record());
        Map<RaceBackend, Network> locks = new EnumMap<>(RaceBackend.class);
        servers.lockServers()
                .forEach(backend -> locks.put(
                        backend, Network.to(servers.lockServer(backend).endpoint())));
        Map<String, String> settings = new HashMap<>(settings(record, locks).worker(name));
        settings.putAll(defect.settings());
        ServiceProcess process = ServiceProcess.start(work, name, "worker-service", settings, defect.classes());
        return new Member(process, record, locks);
    }

    private ServiceSettings settings(Network record, Map<RaceBackend, Network> locks) {
        ServiceSettings settings = ServiceSettings.of(record.end(), servers.broker());
        locks.forEach((backend, network) -> {
            switch (backend) {
                case DATABASE -> settings.lockDatabase(network.end());
                case MEMCACHED -> settings.memcached(network.end());
                case REDIS -> settings.redis(network.end());
                case LOCAL -> throw new IllegalStateException("Backend local has no server");
            }
        });
        return settings;
    }

    void awaitReady(Progress progress) {
        Readiness.await(members.stream().map(Member::process).toList(), progress);
    }

    public List<Member> members() {
        return List.copyOf(members);
    }

    /**
     * The worker of that name.
     *
     * @throws LabException if there is none, or no more
     */
    public Member member(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no worker %s among %s".formatted(name, members)));
    }

    /** Tells all to stop in order, and blocks until they have; they are missing then. */
    public void dismissAll() throws InterruptedException {
        List<Member> leaving = new ArrayList<>(members);
        leaving.forEach(member -> member.process().askToStop());
        for (Member member : leaving) {
            member.process().awaitEnd(STOP_TIMEOUT);
            member.close();
        }
        members.removeAll(leaving);
    }

    /** Kills one; it is missing then. */
    public void kill(Member member) {
        member.kill();
        member.close();
        members.remove(member);
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
