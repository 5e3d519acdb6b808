package dev.lockrace.servers.amqp;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.process.JvmServer;
import dev.lockrace.servers.process.Passwords;
import dev.lockrace.servers.process.Poll;
import dev.lockrace.servers.process.Ports;
import dev.lockrace.servers.process.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.configuration.CommonProperties;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/**
 * Apache Qpid Broker-J in this JVM: AMQP 0-9-1, messages in memory, no management.
 *
 * <p>Its queues and messages are lost on {@link #stop}. It has no dead-letter exchange, message time to live or delivery
 * limit, and ignores queue arguments for them.
 */
public final class QpidServer extends JvmServer {

    private static final String USER = "lockrace";
    private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofDays(3_650);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String password = Passwords.random();
    private @Nullable SystemLauncher launcher;
    private int launchedPort;

    /** Creates the broker in this JVM. It needs no directory. */
    public static Server create() {
        return new QpidServer();
    }

    private QpidServer() {
        super("amqp");
    }

    @Override
    protected String launch(int port) throws IOException, InterruptedException {
        QpidStartupListener failure = new QpidStartupListener();
        SystemLauncher started = new SystemLauncher(failure);
        launcher = started;
        launchedPort = port;
        try {
            started.startup(attributes(port));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        failure.rethrow();
        if (!Poll.until(START_TIMEOUT, () -> Ports.accepts(port))) {
            throw new IOException("not ready within %d s".formatted(START_TIMEOUT.toSeconds()));
        }
        return "Apache Qpid Broker-J %s, AMQP 0-9-1".formatted(CommonProperties.getReleaseVersion());
    }

    private Map<String, Object> attributes(int port) {
        Map<String, String> context = new HashMap<>();
        context.put("lockrace.host", Endpoint.LOOPBACK);
        context.put("lockrace.port", Integer.toString(port));
        context.put("lockrace.user", USER);
        context.put("lockrace.password", password);
        context.put("broker.failStartupWithErroredChild", "true");
        // Has an effect only in this context. Without it, a declaration with unknown arguments closes the connection.
        context.put("queue.behaviourOnUnknownDeclareArgument", "IGNORE");
        // Housekeeping drops messages with malformed headers, visible only in the log. It cannot be switched off.
        context.put("virtualhost.housekeepingCheckPeriod", String.valueOf(HOUSEKEEPING_INTERVAL.toMillis()));
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(SystemConfig.TYPE, "Memory");
        attributes.put(SystemConfig.CONTEXT, context);
        attributes.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, "false");
        attributes.put(
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                Resources.url(QpidServer.class, "broker.json").toString());
        return attributes;
    }

    @Override
    protected void halt() throws InterruptedException {
        SystemLauncher running = launcher;
        launcher = null;
        if (running == null) {
            return;
        }
        try {
            running.shutdown();
        } catch (RuntimeException e) {
            // During the exit of the JVM, the broker's own shutdown hook may have run first.
            if (!Poll.until(STOP_TIMEOUT, () -> !Ports.accepts(launchedPort))) {
                throw e;
            }
        }
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withUser(port, USER, password);
    }
}
