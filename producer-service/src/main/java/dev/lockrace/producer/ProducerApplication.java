package dev.lockrace.producer;

import dev.lockrace.race.Lifeline;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the producer. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ProducerApplication {

    public static void main(String[] args) {
        Lifeline.watch();
        SpringApplication.run(ProducerApplication.class, args);
    }
}
