package dev.lockrace.lock;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An observer that records every call as one line. */
final class RecordingObserver implements LockObserver {

    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void acquireCompleted(String backend, Outcome outcome, Duration took) {
        events.add("%s %s in %s".formatted(backend, outcome, took));
    }

    @Override
    public void released(String backend, Duration held) {
        events.add("%s released after %s".formatted(backend, held));
    }

    @Override
    public void renewalCompleted(String backend, boolean renewed) {
        events.add("%s %s".formatted(backend, renewed ? "renewed" : "not renewed"));
    }

    @Override
    public void lost(String backend) {
        events.add("%s lost".formatted(backend));
    }
}
