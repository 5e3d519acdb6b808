package dev.lockrace.lab.stack;

import dev.lockrace.fault.clock.WallClock;
import dev.lockrace.lab.HttpAnswer;
import dev.lockrace.lab.LabException;
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
 * A service as a process of its own, from its unpacked jar. Its standard input is its lifeline: it ends when this JVM
 * does, however that happens.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final PortFile http;
    private final PortFile management;
    private final ServiceLog log;
    private final Process process;
    private final WallClock clock;

    private ServiceProcess(
            String name, PortFile http, PortFile management, ServiceLog log, Process process, WallClock clock) {
        this.name = name;
        this.http = http;
        this.management = management;
        this.log = log;
        this.process = process;
        this.clock = clock;
    }

    /** As {@link #start(WorkFolder, String, String, Map, List)}, with the service's own classes alone. */
    public static ServiceProcess start(WorkFolder work, String name, String service, Map<String, String> settings) {
        return start(work, name, service, settings, List.of());
    }

    /**
     * Starts a service, and does not wait for it.
     *
     * @param name of the process, for people and its log
     * @param service whose jar it is
     * @param settings Spring Boot properties; {@value ServiceSettings#MANAGEMENT_PORT} is among them if that is not the
     *     service's only port
     * @param classes folders and jars of classes that it finds besides its own
     * @throws LabException if the jar is missing or the process can't be started
     */
    public static ServiceProcess start(
            WorkFolder work, String name, String service, Map<String, String> settings, List<Path> classes) {
        Path jar = work.application(service).resolve(service + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new LabException(
                    "%s can't start: %s is missing; build it with: mvn package -DskipTests".formatted(name, jar));
        }
        ServiceLog log = new ServiceLog(work.log(name));
        try {
            PortFile http = PortFile.create(work.temporary(), name);
            ProcessBuilder builder = new ProcessBuilder(new Program(jar, classes).command(work.temporary()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.path().toFile());
            // Not as arguments: those can be read by all users of the machine, and there are passwords among them.
            settings.forEach((property, value) -> builder.environment().put(variable(property), value));
            builder.environment().put("PORTFILE", http.path().toString());
            Process process = builder.start();
            PortFile management = settings.containsKey(ServiceSettings.MANAGEMENT_PORT) ? http.ofManagement() : http;
            WallClock clock = new WallClock(name, process.toHandle(), work.clockAgent());
            return new ServiceProcess(name, http, management, log, process, clock);
        } catch (IOException e) {
            throw new LabException("%s could not be started: %s".formatted(name, e), e);
        }
    }

    /** The environment variable that Spring Boot reads a property from. */
    private static String variable(String property) {
        return property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }

    public String name() {
        return name;
    }

    /**
     * Where it answers its callers.
     *
     * @throws LabException if it does not listen yet
     */
    public URI http() {
        return address(http);
    }

    /**
     * Where it tells its metrics.
     *
     * @throws LabException if it does not listen yet
     */
    public URI metrics() {
        return address(management).resolve("/actuator/prometheus");
    }

    private URI address(PortFile file) {
        return file.address()
                .orElseThrow(() -> new LabException("%s has not told its port; see %s".formatted(name, log)));
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The wall clock that its code sees. */
    public WallClock clock() {
        return clock;
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Tells it to stop in order (SIGTERM), and does not wait. */
    public void askToStop() {
        process.toHandle().destroy(); // not process.destroy(), which closes the lifeline too
    }

    /** Blocks until it has ended; ends it by force when that takes too long, and says no then. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        return ended;
    }

    /**
     * Asks once whether the service can take part.
     *
     * @throws LabException if it has ended: names it and tells the end of its log
     */
    public boolean isReady() {
        if (!process.isAlive()) {
            throw new LabException("%s ended with exit code %d; %s".formatted(name, process.exitValue(), log.ending()));
        }
        return management.address().map(ServiceProcess::isReady).orElse(false);
    }

    private static boolean isReady(URI management) {
        try {
            return HttpAnswer.get(management.resolve("/actuator/health/readiness"), "*/*", CHECK_TIMEOUT)
                    .isOk();
        } catch (IOException e) {
            return false; // Not listening yet, or too busy to answer: the next check tells.
        }
    }

    /** What to say when it did not get ready in time. */
    LabException notReady(Duration limit) {
        return new LabException("%s was not ready within %d s; see %s".formatted(name, limit.toSeconds(), log));
    }

    /** Lets go of the lifeline and waits until the process has ended; by force when that takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
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
}
