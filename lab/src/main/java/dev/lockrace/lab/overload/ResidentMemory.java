package dev.lockrace.lab.overload;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has. */
final class ResidentMemory {

    private static final int KIB_OF_MIB = 1_024;

    private ResidentMemory() {}

    /**
     * Its resident memory in MiB, by Linux' {@code /proc}, elsewhere by {@code ps}.
     *
     * @throws LabException if it can't be told: the process has ended, or there is neither
     */
    static int ofProcess(ProcessHandle process) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        try {
            String kib = Files.isReadable(status) ? fromStatus(status) : fromPs(process.pid());
            return Integer.parseInt(kib) / KIB_OF_MIB;
        } catch (IOException | NumberFormatException e) {
            throw new LabException("Process %d does not show its memory: %s".formatted(process.pid(), e), e);
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
