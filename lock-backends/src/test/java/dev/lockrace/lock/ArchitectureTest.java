package dev.lockrace.lock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows inside the library: the API, on it one package for each backend, on all of them Spring's set-up. */
@AnalyzeClasses(packages = "dev.lockrace.lock", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "dev.lockrace.lock";
    private static final String SPRING = "dev.lockrace.lock.spring..";

    @ArchTest
    static final ArchRule the_api_depends_on_the_java_platform_alone = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "org.jspecify.annotations")
            .because("who uses or implements a backend needs no framework, driver or other backend for it");

    @ArchTest
    static final ArchRule only_the_set_up_knows_spring = noClasses()
            .that()
            .resideOutsideOfPackage(SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..", SPRING);

    @ArchTest
    static final ArchRule backends_do_not_know_each_other = slices().matching(
                    "dev.lockrace.lock.(local|database|memcached|redis)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.lockrace.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule memcacheds_driver_is_known_to_its_backend_alone =
            onlyKnownTo("dev.lockrace.lock.memcached..", "net.spy..");

    @ArchTest
    static final ArchRule rediss_driver_is_known_to_its_backend_alone =
            onlyKnownTo("dev.lockrace.lock.redis..", "io.lettuce..");

    @ArchTest
    static final ArchRule databases_are_known_to_their_backend_alone = onlyKnownTo(
            "dev.lockrace.lock.database..", "java.sql..", "javax.sql..", "com.zaxxer..", "org.postgresql..");

    private static ArchRule onlyKnownTo(String backend, String... drivers) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(backend, SPRING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(drivers);
    }
}
