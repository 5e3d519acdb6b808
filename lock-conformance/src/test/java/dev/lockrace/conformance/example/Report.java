package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.time.Duration;

public class Report {

    public static void main(String[] args) throws Exception {
        LockRequest report = LockRequest.of("report").timeToLive(Duration.ofSeconds(15));
        try (LockClient locks = LockClient.owning(RedisLockBackend.connect(args[0]))) {
            boolean ran = locks.tryRun(report, lease -> {
                System.out.println("This process creates the report, with fencing token " + lease.fencingToken());
                System.out.println("Press Enter to finish it.");
                System.in.read();
            });
            System.out.println(ran ? "The report is done." : "Another process is creating the report.");
        }
    }
}
