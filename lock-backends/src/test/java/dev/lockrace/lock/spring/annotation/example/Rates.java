package dev.lockrace.lock.spring.annotation.example;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.spring.annotation.Locked;
import dev.lockrace.lock.spring.annotation.OnContention;
import org.springframework.scheduling.annotation.Scheduled;

/** Locked methods that are skipped, replaced or fenced. */
public class Rates {

    private final Source source;

    public Rates(Source source) {
        this.source = source;
    }

    @Scheduled(cron = "0 */5 * * * *")
    @Locked(name = "rates", timeToLive = "${rates.time-to-live:1m}", minHold = "30s", onContention = OnContention.SKIP)
    public void update() {
        source.download();
    }

    @Locked(name = "rates", timeToLive = "1m", fallback = "cached")
    public String current() {
        return source.download();
    }

    String cached() {
        return source.cached();
    }

    @Locked(name = "rates", timeToLive = "1m", requireFencing = true)
    public void publish(String rates, Lease lease) {
        source.publish(rates, lease.fencingToken());
    }

    /** Where the rates come from and go to. */
    public interface Source {
        String download();

        String cached();

        void publish(String rates, long token);
    }
}
