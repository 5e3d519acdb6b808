package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Component
class ExchangeRates {

    private final LockClient locks;
    private final Runnable download;
    private final LockRequest request =
            LockRequest.of("exchange-rates").timeToLive(Duration.ofMinutes(1)).minHold(Duration.ofSeconds(30));

    ExchangeRates(LockClient locks, Runnable download) {
        this.locks = locks;
        this.download = download;
    }

    @Scheduled(cron = "0 */5 * * * *")
    void update() {
        locks.tryRun(request, lease -> download.run());
    }
}
