package dev.lockrace.lab.overload;

import dev.lockrace.lab.cli.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of a process. */
final class ResidentMemory {

    private static final int KIB_PER_MIB = 1_024;

    private ResidentMemory() {}

    /**
     * Returns the memory in MiB, from Linux' {@code /proc} or from {@code ps} on other systems.
     *
     * @throws LabException if the process has exited, or the system has neither
     */
    static int ofProcess(ProcessHandle process) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        try {
            String kib = Files.isReadable(status) ? fromStatus(status) : fromPs(process.pid());
            return Integer.parseInt(kib) / KIB_PER_MIB;
        } catch (IOException | NumberFormatException e) {
            throw new LabException("Cannot read the memory of process %d: %s".formatted(process.pid(), e), e);
        }
    }

    private static String fromStatus(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("");
    }

    private static String fromPs(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(pid)).start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
