package dev.lockrace.lab.testbed.service;

import dev.lockrace.fault.clock.JvmClocks;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service that runs as a child process from its extracted jar. Its standard input is its lifeline: it exits when this
 * JVM exits in any way.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final PortFile http;
    private final PortFile management;
    private final ServiceLog log;
    private final Process process;
    private final JvmClocks clocks;

    private ServiceProcess(
            String name, PortFile http, PortFile management, ServiceLog log, Process process, JvmClocks clocks) {
        this.name = name;
        this.http = http;
        this.management = management;
        this.log = log;
        this.process = process;
        this.clocks = clocks;
    }

    /** Starts a service like {@link #start(WorkDirectory, String, String, Map, List, List)}, without extra classes and options. */
    public static ServiceProcess start(WorkDirectory work, String name, String service, Map<String, String> settings) {
        return start(work, name, service, settings, List.of(), List.of());
    }

    /**
     * Starts a service without waiting until it is ready.
     *
     * @param name the name of the process, for messages and its log
     * @param service the module whose jar it runs
     * @param settings Spring Boot properties; a service with a separate management port has {@value
     *     ServiceSettings#MANAGEMENT_PORT} among them
     * @param extraClasses class path entries in addition to the service's own
     * @param jvmOptions options of its JVM in addition to those of all services
     * @throws LabException if the jar is missing or the process cannot be started
     */
    public static ServiceProcess start(
            WorkDirectory work,
            String name,
            String service,
            Map<String, String> settings,
            List<Path> extraClasses,
            List<String> jvmOptions) {
        Path jar = work.application(service).resolve(service + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new LabException(
                    "Cannot start %s: %s is missing. Build it with mvn package -DskipTests.".formatted(name, jar));
        }
        ServiceLog log = new ServiceLog(work.log(name));
        try {
            PortFile http = PortFile.create(work.temporary(), name);
            ProcessBuilder builder = new ProcessBuilder(
                            new ServiceCommand(jar, extraClasses, jvmOptions).commandLine(work.temporary()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.path().toFile());
            // In the environment: all users of the machine can read arguments, and some settings are passwords.
            settings.forEach((property, value) -> builder.environment().put(variable(property), value));
            builder.environment().put("PORTFILE", http.path().toString());
            Process process = builder.start();
            PortFile management = settings.containsKey(ServiceSettings.MANAGEMENT_PORT) ? http.ofManagement() : http;
            JvmClocks clocks = new JvmClocks(name, process.toHandle(), work.clockAgent());
            return new ServiceProcess(name, http, management, log, process, clocks);
        } catch (IOException e) {
            throw new LabException("Cannot start %s: %s".formatted(name, e), e);
        }
    }

    /** Returns the environment variable from which Spring Boot reads a property. */
    private static String variable(String property) {
        return property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }

    public String name() {
        return name;
    }

    /**
     * Returns the address of the service's HTTP interface.
     *
     * @throws LabException if the service does not listen yet
     */
    public URI http() {
        return address(http);
    }

    /**
     * Returns the address of the service's metrics.
     *
     * @throws LabException if the service does not listen yet
     */
    public URI metrics() {
        return address(management).resolve("/actuator/prometheus");
    }

    private URI address(PortFile file) {
        return file.address()
                .orElseThrow(() -> new LabException("%s does not listen on a port yet; see %s".formatted(name, log)));
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Returns the clocks that the service's code reads. */
    public JvmClocks clocks() {
        return clocks;
    }

    /** Kills the process (SIGKILL), as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks the service to stop (SIGTERM) without waiting until it has. */
    public void askToStop() {
        process.toHandle().destroy(); // Process.destroy() would close the lifeline, too
    }

    /** Blocks until the process has exited, and returns true. Kills it at the timeout, and returns false. */
    public boolean awaitExit(Duration timeout) throws InterruptedException {
        boolean exited = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (!exited) {
            process.destroyForcibly();
        }
        return exited;
    }

    /**
     * Checks once whether the service is ready.
     *
     * @throws LabException if the service has exited; the message ends with the end of its log
     */
    public boolean isReady() {
        if (!process.isAlive()) {
            throw new LabException("%s exited with code %d; %s".formatted(name, process.exitValue(), log.ending()));
        }
        return management.address().map(ServiceProcess::isReady).orElse(false);
    }

    private static boolean isReady(URI management) {
        try {
            return HttpResponse.get(management.resolve("/actuator/health/readiness"), "*/*", CHECK_TIMEOUT)
                    .isOk();
        } catch (IOException e) {
            return false; // not listening yet, or too busy to answer
        }
    }

    /** Returns the failure of a service that was not ready in time. */
    LabException notReady(Duration timeout) {
        return new LabException("%s was not ready within %d s; see %s".formatted(name, timeout.toSeconds(), log));
    }

    /** Closes the lifeline and blocks until the process has exited. Kills the process at the timeout. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
