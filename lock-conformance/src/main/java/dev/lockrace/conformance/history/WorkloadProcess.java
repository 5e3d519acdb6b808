package dev.lockrace.conformance.history;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.conformance.history.Workload.Plan;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a child process that runs the workload. It reads its assignment from standard input, reports its
 * progress on standard output, and exits when standard input closes.
 */
final class WorkloadProcess {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private WorkloadProcess() {}

    record Assignment(
            Class<? extends BackendFactory> factory,
            InetSocketAddress address,
            Map<String, String> settings,
            Plan plan,
            String process,
            String log)
            implements Serializable {

        LockBackend newBackend() throws ReflectiveOperationException {
            return factory.getConstructor().newInstance().newBackend(address, settings);
        }
    }

    public static void main(String[] args) throws Exception {
        DataOutputStream out = new DataOutputStream(System.out);
        System.setOut(System.err); // keeps output of the backend out of the protocol
        ObjectInputStream in = new ObjectInputStream(System.in);
        Assignment assignment = (Assignment) in.readObject();
        LockBackend backend = assignment.newBackend();
        warmUp(backend, assignment);
        out.writeLong(System.nanoTime()); // ready
        in.readByte(); // our clock is requested
        out.writeLong(System.nanoTime());
        in.readByte(); // begin
        holdLifeline(in);
        Workload.run(backend, assignment.plan(), assignment.process(), Path.of(assignment.log()));
        Runtime.getRuntime().halt(0); // does not wait for threads of the driver
    }

    private static void warmUp(LockBackend backend, Assignment assignment) throws InterruptedException {
        String name = assignment.plan().prefix() + "warm-up-" + assignment.process();
        long startedAt = System.nanoTime();
        try (LockClient client = LockClient.of(backend)) {
            while (!reaches(client, name)) {
                if (System.nanoTime() - startedAt > START_TIMEOUT.toNanos()) {
                    throw new IllegalStateException("The store cannot be reached at %s within %s"
                            .formatted(assignment.address(), START_TIMEOUT));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static boolean reaches(LockClient client, String name) {
        try {
            var unused = client.tryAcquire(LockRequest.of(name).timeToLive(Duration.ofMinutes(1)));
            return true;
        } catch (LockException e) {
            return false;
        }
    }

    private static void holdLifeline(InputStream in) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (in.read() >= 0) {
                            // There is no further input.
                        }
                    } catch (IOException e) {
                        // The parent process has exited.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "lifeline");
        thread.setDaemon(true);
        thread.start();
    }
}
