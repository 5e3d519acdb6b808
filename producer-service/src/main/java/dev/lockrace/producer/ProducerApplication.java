package dev.lockrace.producer;

import dev.lockrace.service.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The producer application. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ProducerApplication {

    public static void main(String[] args) {
        ServiceLauncher.launch(ProducerApplication.class, args);
    }
}
