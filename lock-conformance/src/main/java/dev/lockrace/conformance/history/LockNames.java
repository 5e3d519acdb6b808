package dev.lockrace.conformance.history;

import dev.lockrace.lock.LockName;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The lock names of a workload, shared by its processes through a mapped file. A request of unknown outcome may take
 * effect at any time, so no later contended answer for its name can be proved wrong. The name is therefore retired, and
 * all processes use a fresh one. Thread-safe.
 */
final class LockNames {

    static final int NAMES = 20;
    static final int HOT_NAMES = 6;

    private final String prefix;
    private final IntBuffer generations;

    LockNames(Path file, String prefix) throws IOException {
        this.prefix = prefix;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.generations = channel.map(MapMode.READ_WRITE, 0, (long) NAMES * Integer.BYTES)
                    .asIntBuffer();
        }
    }

    /** Returns a name that is in use. Names come in pairs that differ in case and a space. */
    LockName name(int number) {
        String pair = number % 2 == 0 ? "name-" + number / 2 : "NAME-" + number / 2 + " ";
        return new LockName(prefix + generations.get(number) + "-" + pair);
    }

    /** Retires the name, unless it is retired or not one of these. */
    synchronized void retire(LockName name) {
        for (int number = 0; number < NAMES; number++) {
            if (name(number).equals(name)) {
                retire(number);
            }
        }
    }

    /** Retires all names, after a process with requests in flight was killed. */
    synchronized void retireAll() {
        for (int number = 0; number < NAMES; number++) {
            retire(number);
        }
    }

    /** Another process may retire the name at the same time, with the same result. */
    private void retire(int number) {
        generations.put(number, generations.get(number) + 1);
    }
}
