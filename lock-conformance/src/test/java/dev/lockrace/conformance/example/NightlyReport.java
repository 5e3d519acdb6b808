package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class NightlyReport {

    private final LockClient locks;
    private final Runnable report;
    private final LockRequest request = LockRequest.of("nightly-report").timeToLive(Duration.ofMinutes(1));

    NightlyReport(LockClient locks, Runnable report) {
        this.locks = locks;
        this.report = report;
    }

    @Scheduled(cron = "0 0 2 * * *")
    void create() {
        locks.tryRun(request, lease -> report.run());
    }
}
