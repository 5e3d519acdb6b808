package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.time.Duration;

public class Report {

    public static void main(String[] args) throws Exception {
        try (LockBackend redis = RedisLockBackend.connect(args[0]);
                LockClient locks = LockClient.of(redis)) {
            boolean ran = locks.tryRun("report", Duration.ofSeconds(15), lease -> {
                System.out.println("This process creates the report, with fencing token " + lease.fencingToken());
                System.out.println("Press Enter to finish it.");
                System.in.read();
            });
            System.out.println(ran ? "The report is done." : "Another process is creating the report.");
        }
    }
}
