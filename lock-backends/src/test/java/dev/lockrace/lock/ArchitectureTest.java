package dev.lockrace.lock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;

/** The layers of the library: API, backends (one package each) and Spring auto-configuration. */
@AnalyzeClasses(packages = "dev.lockrace.lock", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "dev.lockrace.lock";
    private static final String SPRING = "dev.lockrace.lock.spring..";

    @ArchTest
    static final ArchRule the_api_depends_only_on_the_java_platform = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "org.jspecify.annotations")
            .because("using or implementing a backend must require no framework, driver or other backend");

    @ArchTest
    static final ArchRule only_the_auto_configuration_depends_on_spring_and_micrometer = noClasses()
            .that()
            .resideOutsideOfPackage(SPRING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..", SPRING);

    @ArchTest
    static final ArchRule backends_do_not_depend_on_each_other = slices().matching(
                    "dev.lockrace.lock.(local|postgres|memcached|redis)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.lockrace.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_memcached_backend_depends_on_its_driver =
            usedOnlyBy("dev.lockrace.lock.memcached..", "net.spy..");

    @ArchTest
    static final ArchRule only_the_redis_backend_depends_on_its_driver =
            usedOnlyBy("dev.lockrace.lock.redis..", "io.lettuce..");

    @ArchTest
    static final ArchRule only_the_postgres_backend_depends_on_jdbc =
            usedOnlyBy("dev.lockrace.lock.postgres..", "java.sql..", "javax.sql..", "com.zaxxer..", "org.postgresql..");

    @ArchTest
    static final ArchRule results_whose_loss_is_a_defect_must_not_be_ignored = methods()
            .that()
            .areDeclaredIn(LockClient.class)
            .and()
            .haveRawReturnType(Optional.class)
            .and()
            .arePublic()
            .or()
            .areDeclaredIn(Lease.class)
            .and()
            .haveName("renew")
            .should()
            .beAnnotatedWith(CheckReturnValue.class);

    private static ArchRule usedOnlyBy(String backend, String... drivers) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(backend, SPRING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(drivers);
    }
}
