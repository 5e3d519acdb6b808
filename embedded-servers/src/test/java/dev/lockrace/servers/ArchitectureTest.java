package dev.lockrace.servers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between packages: the API, then {@code process}, then one package per server, then {@code host}. */
@AnalyzeClasses(packages = "dev.lockrace.servers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "dev.lockrace.servers";

    @ArchTest
    static final ArchRule the_api_depends_on_the_java_platform_only = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule process_depends_on_no_other_package_than_the_api = classes()
            .that()
            .resideInAPackage("dev.lockrace.servers.process")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "dev.lockrace.servers.process", "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule servers_do_not_depend_on_each_other = slices().matching(
                    "dev.lockrace.servers.(postgres|pgbouncer|redis|memcached|amqp)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.lockrace.(**)").should().beFreeOfCycles();
}
