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

/** The wall clock of a JVM that runs, as Java code there sees it. Not safe for use by many threads. */
public final class WallClock {

    /** Where the agent says why it could not do its work. */
    private static final String FAILURE = "dev.lockrace.clock.failure";

    private final String name;
    private final ProcessHandle jvm;
    private final Path agent;
    private boolean off;

    /**
     * @param name of the process, for messages
     * @param agent the jar that is loaded into it
     */
    public WallClock(String name, ProcessHandle jvm, Path agent) {
        this.name = name;
        this.jvm = jvm;
        this.agent = agent;
    }

    /**
     * Sets how far it is ahead of this machine's clock; negative for behind. Blocks until that JVM's code was seen to
     * read the new time; there {@code System.nanoTime()} stays as it is.
     *
     * @throws FaultException if that can't be done; the clock is right then, as far as it can be reached
     */
    public void shift(Duration offset) {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(jvm.pid()));
            try {
                load(machine, offset);
            } finally {
                machine.detach();
                forgetSocket();
            }
            off = !offset.isZero();
        } catch (AttachNotSupportedException e) {
            throw failed(
                    "it lets nobody attach; was it started with -XX:+DisableAttachMechanism, or by another user?", e);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw failed("it did not load the agent %s: %s".formatted(agent, e), e);
        } catch (IOException e) {
            throw failed(e.toString(), e);
        }
    }

    private void load(VirtualMachine machine, Duration offset)
            throws IOException, AgentLoadException, AgentInitializationException {
        machine.loadAgent(agent.toString(), String.valueOf(offset.toMillis()));
        String failure = machine.getSystemProperties().getProperty(FAILURE);
        if (failure != null) {
            throw new FaultException("The clock of %s could not be shifted by %s: %s".formatted(name, offset, failure));
        }
    }

    /** A JVM that is killed would leave it behind; one that misses it makes a new one. */
    private void forgetSocket() throws IOException {
        Files.deleteIfExists(Path.of("/tmp/.java_pid" + jvm.pid()));
    }

    private FaultException failed(String why, Exception cause) {
        return new FaultException(
                "The clock of %s (process %d) could not be shifted: %s".formatted(name, jvm.pid(), why), cause);
    }

    /** Sets it right, if it is off and its JVM still runs. */
    public void restore() {
        if (off && jvm.isAlive()) {
            shift(Duration.ZERO);
        }
    }
}
