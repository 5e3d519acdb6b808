package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** Ahead-of-time processing of an application with {@link Locked} methods. */
class LockedAotTest {

    @Test
    void the_proxies_of_locked_methods_are_generated_ahead_of_time() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        try (AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
            application.register(LockedAutoConfiguration.class, Job.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get(getClass().getPackageName(), "Application")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(application, generation);
            generation.writeGeneratedContent();
        }
        assertThat(files.getGeneratedFiles(Kind.CLASS))
                .anySatisfy((name, content) -> assertThat(name).contains("LockedAotTest$Job$$SpringCGLIB$$"));
        assertThat(files.getGeneratedFiles(Kind.SOURCE))
                .anySatisfy((name, content) -> assertThat(name).contains("LockedAutoConfiguration__BeanDefinitions"));
    }

    static class Job {
        @Locked(name = "job", timeToLive = "1m")
        void run() {}
    }
}
