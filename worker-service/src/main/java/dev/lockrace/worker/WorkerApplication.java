package dev.lockrace.worker;

import dev.lockrace.race.Lifeline;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts a worker. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WorkerApplication {

    public static void main(String[] args) {
        Lifeline.watch();
        SpringApplication.run(WorkerApplication.class, args);
    }
}
