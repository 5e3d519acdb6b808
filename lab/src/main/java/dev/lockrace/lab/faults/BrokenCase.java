package dev.lockrace.lab.faults;

import dev.lockrace.fault.lock.BrokenLock;

/**
 * A broken lock, and a race that must convict it.
 *
 * @param race expects what it leads to with that lock, which is not what it leads to with a right one
 */
record BrokenCase(BrokenLock lock, Cell race) {

    @Override
    public String toString() {
        return "%s, %s".formatted(lock, race);
    }
}
