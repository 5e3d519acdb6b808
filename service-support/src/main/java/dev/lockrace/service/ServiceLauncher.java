package dev.lockrace.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/** Starts a service, alone or as the child of a command. */
public final class ServiceLauncher {

    private ServiceLauncher() {}

    /**
     * Starts the application. As a child ({@link Lifeline}) it also tells its ports: the environment variable
     * {@code PORTFILE} names the file for the one, the other's has {@code -management} before the extension.
     */
    public static void launch(Class<?> application, String... arguments) {
        SpringApplication spring = new SpringApplication(application);
        if (Lifeline.watch()) {
            spring.addListeners(new WebServerPortFileWriter());
        }
        spring.run(arguments);
    }
}
