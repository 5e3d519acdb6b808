package dev.lockrace.service;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/** The launcher of a service, standalone or as a child process. */
public final class ServiceLauncher {

    private ServiceLauncher() {}

    /**
     * Starts the application. A child process (see {@link Lifeline}) also writes its ports to files: the server port to
     * the file named by the environment variable {@code PORTFILE}, the management port to the file with {@code
     * -management} before the extension.
     */
    public static void launch(Class<?> application, String... arguments) {
        SpringApplication spring = new SpringApplication(application);
        if (Lifeline.watch()) {
            spring.addListeners(new WebServerPortFileWriter());
        }
        spring.run(arguments);
    }
}
