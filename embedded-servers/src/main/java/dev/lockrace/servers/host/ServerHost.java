package dev.lockrace.servers.host;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.LocalServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that hosts servers for another; {@link HostedServers} is that other's side.
 *
 * <p>It starts the servers side by side and writes a {@link HostReport} line on its standard output as each is up, and
 * one when all are; everything else that anyone prints goes to its standard error. Then it waits until its standard
 * input closes or it is told to terminate (SIGTERM), stops the servers, deletes its folder and exits with 0. When a
 * server does not start it reports that, does the same and exits with 1; the failed server's log stays. Wrong
 * arguments are exit code 2.
 */
public final class ServerHost {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream reports;
    private final JsonMapper json = new JsonMapper();
    private final HostDirectory folder;
    private final List<Server> servers;

    private ServerHost(PrintStream reports, HostDirectory folder, List<Server> servers) {
        this.reports = reports;
        this.folder = folder;
        this.servers = servers;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream reports = System.out;
        System.setOut(System.err);
        // Before the servers' threads, each of which would find it half ready.
        LoggerFactory.getILoggerFactory();
        ServerHost host;
        try {
            HostArguments parsed = HostArguments.parse(arguments);
            List<Server> servers = parsed.build();
            host = new ServerHost(reports, HostDirectory.make(parsed.folder()), servers);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        HostExit exit = HostExit.onShutdown(host::close);
        exit.with(host.serve(System.in));
    }

    /** Serves until the lifeline closes; returns the code to exit with. */
    private int serve(InputStream lifeline) throws IOException, InterruptedException {
        try {
            startAll();
        } catch (ServerException e) {
            e.printStackTrace();
            report(HostReport.failed(e));
            folder.keepLogs();
            return FAILED;
        }
        report(HostReport.ready());
        awaitEnd(lifeline);
        return 0;
    }

    private void startAll() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(servers.size());
        try {
            CompletionService<Void> starts = new ExecutorCompletionService<>(threads);
            List<Future<Void>> all = servers.stream()
                    .map(server -> starts.submit(() -> start(server), null))
                    .toList();
            for (int ended = 0; ended < all.size(); ended++) {
                starts.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ServerException failure ? failure : new IllegalStateException(e);
        } finally {
            threads.shutdown();
            // A server that is being started can't be stopped.
            threads.awaitTermination(LocalServer.START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void start(Server server) {
        server.start();
        report(HostReport.up(server));
    }

    private synchronized void report(HostReport report) {
        reports.println(json.writeValueAsString(report));
        reports.flush();
    }

    private static void awaitEnd(InputStream lifeline) throws IOException {
        while (lifeline.read() >= 0) {
            // Nobody has anything to say; only the end counts.
        }
    }

    private void close() {
        List<RuntimeException> failures = new ArrayList<>();
        servers.forEach(server -> attempt(server::close, failures));
        attempt(this::closeFolder, failures);
        if (!failures.isEmpty()) {
            failures.subList(1, failures.size()).forEach(failures.get(0)::addSuppressed);
            throw failures.get(0);
        }
    }

    private static void attempt(Runnable step, List<RuntimeException> failures) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private void closeFolder() {
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the folder was deleted", e);
        }
    }
}
