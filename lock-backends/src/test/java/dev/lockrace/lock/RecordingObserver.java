package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, one line each. */
final class RecordingObserver implements LockObserver {

    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void acquireEnded(String backend, Outcome outcome, Duration took) {
        seen.add("%s %s in %s".formatted(backend, outcome, took));
    }

    @Override
    public void released(String backend, Duration held) {
        seen.add("%s released after %s".formatted(backend, held));
    }

    @Override
    public void renewalEnded(String backend, boolean renewed) {
        seen.add("%s %s".formatted(backend, renewed ? "renewed" : "not renewed"));
    }

    @Override
    public void lost(String backend) {
        seen.add("%s lost".formatted(backend));
    }
}
