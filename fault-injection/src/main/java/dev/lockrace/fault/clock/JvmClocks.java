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

/** The wall clock and the monotonic clock of a running JVM, as its Java code sees them. Not thread-safe. */
public final class JvmClocks {

    /** The system property in which the agent reports its failure. */
    private static final String FAILURE = "dev.lockrace.clock.failure";

    private final String name;
    private final ProcessHandle jvm;
    private final Path agent;
    private boolean changed;

    /**
     * @param name identifies the process in messages
     * @param agent the jar of the agent, which is loaded into the JVM
     */
    public JvmClocks(String name, ProcessHandle jvm, Path agent) {
        this.name = name;
        this.jvm = jvm;
        this.agent = agent;
    }

    /**
     * Sets the offset of the wall clock from the machine's: positive for ahead, negative for behind. Blocks until code
     * in the JVM reads the new time. {@code System.nanoTime()} is not shifted.
     *
     * @throws FaultException if the clock cannot be shifted; its offset is then zero, if the JVM can be reached
     */
    public void shift(Duration offset) {
        execute(
                "shift the clock of %s (process %d) by %s".formatted(name, jvm.pid(), offset),
                String.valueOf(offset.toMillis()));
    }

    /**
     * Stops the monotonic clock, {@code System.nanoTime()}, as on a machine that is suspended. The wall clock goes on.
     * Blocks until the clock has stopped.
     *
     * @throws FaultException if the clock cannot be stopped; it then runs, if the JVM can be reached
     */
    public void stopMonotonicClock() {
        execute("stop the clock of %s (process %d)".formatted(name, jvm.pid()), "stop");
    }

    /**
     * Lets the stopped monotonic clock run again from where it stopped.
     *
     * @throws FaultException if the JVM cannot be reached
     */
    public void resumeMonotonicClock() {
        execute("resume the clock of %s (process %d)".formatted(name, jvm.pid()), "resume");
    }

    /** Sets both clocks to those of the machine if one was changed and the JVM still runs. */
    public void restore() {
        if (changed && jvm.isAlive()) {
            execute("restore the clocks of %s (process %d)".formatted(name, jvm.pid()), "restore");
            changed = false;
        }
    }

    /**
     * @param what the action, for messages
     */
    private void execute(String what, String command) {
        changed = true;
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
            try {
                load(machine, what, command);
            } finally {
                machine.detach();
                deleteSocket();
            }
        } catch (AttachNotSupportedException e) {
            throw failed(
                    what,
                    "the JVM does not accept the attach request. Start it as this user and without"
                            + " -XX:+DisableAttachMechanism.",
                    e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw failed(
                    what,
                    "the JVM did not load the agent %s (%s). Build the agent with: mvn package -pl clock-agent."
                            .formatted(agent, e),
                    e);
        } catch (IOException e) {
            throw failed(
                    what,
                    "the JVM cannot be reached (%s). It must be running and belong to this user.".formatted(e),
                    e);
        }
    }

    private void load(VirtualMachine machine, String what, String command)
            throws IOException, AgentLoadException, AgentInitializationException {
        machine.loadAgent(agent.toString(), command);
        String failure = machine.getSystemProperties().getProperty(FAILURE);
        if (failure != null) {
            throw failed(what, "the agent failed (%s).".formatted(failure), null);
        }
    }

    /** Deletes the attach socket, which a killed JVM would leave behind. A JVM that misses it creates a new one. */
    private void deleteSocket() throws IOException {
        Files.deleteIfExists(Path.of("/tmp/.java_pid" + jvm.pid()));
    }

    private static FaultException failed(String what, String why, @Nullable Exception cause) {
        return new FaultException("Cannot %s: %s".formatted(what, why), cause);
    }
}
