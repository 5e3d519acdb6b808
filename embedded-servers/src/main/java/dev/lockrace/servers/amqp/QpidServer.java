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
 * <p>Its queues and messages end with {@link #stop}. It knows no dead-letter exchange, no message time to live and no
 * delivery limit; queue arguments that ask for them are ignored.
 */
public final class QpidServer extends JvmServer {

    private static final String USER = "lockrace";
    private static final Duration NEVER = Duration.ofDays(3_650);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final String password = Passwords.random();
    private @Nullable SystemLauncher launcher;
    private int servedAt;

    /** Creates the broker in this JVM. It needs no directory. */
    public static Server create() {
        return new QpidServer();
    }

    private QpidServer() {
        super("amqp");
    }

    @Override
    protected String launch(int port) throws IOException, InterruptedException {
        QpidFailure failure = new QpidFailure();
        SystemLauncher starting = new SystemLauncher(failure);
        launcher = starting;
        servedAt = port;
        try {
            starting.startup(attributes(port));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        failure.rethrow();
        if (!Poll.until(START_LIMIT, () -> Ports.accepts(port))) {
            throw new IOException("no answer within %d s".formatted(START_LIMIT.toSeconds()));
        }
        return "Apache Qpid Broker-J %s, AMQP 0-9-1".formatted(CommonProperties.getReleaseVersion());
    }

    private Map<String, Object> attributes(int port) {
        Map<String, String> context = new HashMap<>();
        context.put("lockrace.host", Ports.HOST);
        context.put("lockrace.port", Integer.toString(port));
        context.put("lockrace.user", USER);
        context.put("lockrace.password", password);
        context.put("broker.failStartupWithErroredChild", "true");
        // Elsewhere than here it has no effect, and such a declaration closes the connection.
        context.put("queue.behaviourOnUnknownDeclareArgument", "IGNORE");
        // Housekeeping would drop messages whose headers it finds malformed, and tell only the log. Off it can't be.
        context.put("virtualhost.housekeepingCheckPeriod", String.valueOf(NEVER.toMillis()));
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
            // At the end of the JVM its own shutdown hook may have come first.
            if (!Poll.until(STOP_LIMIT, () -> !Ports.accepts(servedAt))) {
                throw e;
            }
        }
    }

    @Override
    protected Endpoint endpointAt(int port) {
        return Endpoint.withUser(port, USER, password);
    }
}
