package dev.lockrace.fault.clock;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.lockrace.fault.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The wall clock of a running JVM, as its Java code sees it. Not thread-safe. */
public final class WallClock {

    /** The system property in which the agent reports its failure. */
    private static final String FAILURE = "dev.lockrace.clock.failure";

    private final String name;
    private final ProcessHandle jvm;
    private final Path agent;
    private boolean shifted;

    /**
     * @param name identifies the process in messages
     * @param agent the jar of the agent, which is loaded into the JVM
     */
    public WallClock(String name, ProcessHandle jvm, Path agent) {
        this.name = name;
        this.jvm = jvm;
        this.agent = agent;
    }

    /**
     * Sets the offset of the clock from the machine's clock: positive for ahead, negative for behind. Blocks until code
     * in the JVM reads the new time. {@code System.nanoTime()} is not shifted.
     *
     * @throws FaultException if the clock cannot be shifted; its offset is then zero, if the JVM can be reached
     */
    public void shift(Duration offset) {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
            try {
                load(machine, offset);
            } finally {
                machine.detach();
                deleteSocket();
            }
            shifted = !offset.isZero();
        } catch (AttachNotSupportedException e) {
            throw failed(
                    offset,
                    "the JVM does not accept the attach request. Start it as this user and without"
                            + " -XX:+DisableAttachMechanism.",
                    e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw failed(
                    offset,
                    "the JVM did not load the agent %s (%s). Build the agent with: mvn package -pl clock-agent."
                            .formatted(agent, e),
                    e);
        } catch (IOException e) {
            throw failed(
                    offset,
                    "the JVM cannot be reached (%s). It must be running and belong to this user.".formatted(e),
                    e);
        }
    }

    private void load(VirtualMachine machine, Duration offset)
            throws IOException, AgentLoadException, AgentInitializationException {
        machine.loadAgent(agent.toString(), String.valueOf(offset.toMillis()));
        String failure = machine.getSystemProperties().getProperty(FAILURE);
        if (failure != null) {
            throw failed(offset, "the agent failed (%s).".formatted(failure), null);
        }
    }

    /** Deletes the attach socket, which a killed JVM would leave behind. A JVM that misses it creates a new one. */
    private void deleteSocket() throws IOException {
        Files.deleteIfExists(Path.of("/tmp/.java_pid" + jvm.pid()));
    }

    private FaultException failed(Duration offset, String why, @Nullable Exception cause) {
        return new FaultException(
                "Cannot shift the clock of %s (process %d) by %s: %s".formatted(name, jvm.pid(), offset, why), cause);
    }

    /** Sets the offset to zero if the clock is shifted and the JVM still runs. */
    public void restore() {
        if (shifted && jvm.isAlive()) {
            shift(Duration.ZERO);
        }
    }
}
