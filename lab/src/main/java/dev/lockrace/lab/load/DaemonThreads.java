package dev.lockrace.lab.load;

import dev.lockrace.lab.cli.LabException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Daemon threads that are interrupted on close. */
public final class DaemonThreads implements AutoCloseable {

    private final ExecutorService threads;

    public DaemonThreads(String name) {
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    public <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    /**
     * Returns the result of a task. Blocks until it is done.
     *
     * @throws LabException if the task failed
     */
    public static <T> T resultOf(Future<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new LabException("A thread of the load failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
