import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A Spring Boot application that has the starter and sets one property. */
class ApplicationTest {

    @EnableAutoConfiguration
    static class Application {}

    @Test
    void the_starter_provides_a_client() {
        try (ConfigurableApplicationContext context =
                SpringApplication.run(Application.class, "--lockrace.lock.backend=local")) {
            LockRequest job = LockRequest.of("job").timeToLive(Duration.ofSeconds(15));
            assertTrue(context.getBean(LockClient.class).tryRun(job, lease -> {}));
        }
    }
}
