package dev.lockrace.servers.host;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.process.AbstractServer;
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
 * A process that hosts servers for its parent process, which uses {@link HostedServers}.
 *
 * <p>The host starts the servers in parallel. It writes a {@link HostReport} to standard output when a server has
 * started, and another when all have. All other output goes to standard error. The host runs until its lifeline, standard
 * input, reaches end-of-file or it receives SIGTERM. Then it stops the servers, deletes its directory and exits with 0.
 *
 * <p>If a server fails to start, the host reports the failure, cleans up in the same way, keeps the servers' logs and
 * exits with 1. Invalid arguments cause exit code 2.
 */
final class ServerHost {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream reports;
    private final JsonMapper json = new JsonMapper();
    private final HostDirectory directory;
    private final List<Server> servers;

    private ServerHost(PrintStream reports, HostDirectory directory, List<Server> servers) {
        this.reports = reports;
        this.directory = directory;
        this.servers = servers;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream reports = System.out;
        System.setOut(System.err);
        // Initializes logging before the threads of the servers use it.
        LoggerFactory.getILoggerFactory();
        ServerHost host;
        try {
            HostArguments parsed = HostArguments.parse(arguments);
            List<Server> servers = parsed.createServers();
            host = new ServerHost(reports, HostDirectory.create(parsed.directory()), servers);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            return;
        }
        HostExit exit = HostExit.onShutdown(host::close);
        exit.with(host.serve(System.in));
    }

    /** Runs the servers until the lifeline closes, and returns the exit code. */
    private int serve(InputStream lifeline) throws IOException, InterruptedException {
        try {
            startAll();
        } catch (ServerException e) {
            e.printStackTrace();
            report(HostReport.failed(e));
            directory.keepLogs();
            return FAILED;
        }
        report(HostReport.ready());
        awaitEndOfFile(lifeline);
        return 0;
    }

    private void startAll() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(servers.size());
        try {
            CompletionService<Void> starts = new ExecutorCompletionService<>(threads);
            List<Future<Void>> all = servers.stream()
                    .map(server -> starts.submit(() -> start(server), null))
                    .toList();
            for (int completed = 0; completed < all.size(); completed++) {
                starts.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ServerException failure ? failure : new IllegalStateException(e);
        } finally {
            threads.shutdown();
            // A server cannot be stopped while it is starting.
            threads.awaitTermination(AbstractServer.START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
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

    private static void awaitEndOfFile(InputStream lifeline) throws IOException {
        while (lifeline.read() >= 0) {
            // The parent writes nothing; only end-of-file matters.
        }
    }

    private void close() {
        List<RuntimeException> failures = new ArrayList<>();
        servers.forEach(server -> attempt(server::close, failures));
        attempt(this::closeDirectory, failures);
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

    private void closeDirectory() {
        try {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while deleting the directory", e);
        }
    }
}
