package dev.lockrace.service;

import java.security.Security;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;

/** The launcher of a service, standalone or as a child process. */
public final class ServiceLauncher {

    /** A server whose address changes is found within seconds. The JVM's default is 30 s. */
    private static final String ADDRESS_CACHE_SECONDS = "5";

    private static final String ADDRESS_CACHE = "networkaddress.cache.ttl";
    private static final String FAILED_ADDRESS_CACHE = "networkaddress.cache.negative.ttl";

    private ServiceLauncher() {}

    /**
     * Starts the application. A child process (see {@link Lifeline}) also writes its ports to files: the server port to
     * the file named by the environment variable {@code PORTFILE}, the management port to the file with {@code
     * -management} before the extension.
     */
    public static void launch(Class<?> application, String... arguments) {
        Security.setProperty(ADDRESS_CACHE, ADDRESS_CACHE_SECONDS);
        Security.setProperty(FAILED_ADDRESS_CACHE, ADDRESS_CACHE_SECONDS);
        SpringApplication spring = new SpringApplication(application);
        if (Lifeline.watch()) {
            spring.addListeners(new WebServerPortFileWriter());
        }
        spring.run(arguments);
    }
}
