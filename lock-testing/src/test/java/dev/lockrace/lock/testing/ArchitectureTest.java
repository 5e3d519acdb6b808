package dev.lockrace.lock.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the classes of this module may use. */
@AnalyzeClasses(packages = "dev.lockrace.lock.testing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule only_the_extension_depends_on_junit = noClasses()
            .that()
            .doNotBelongToAnyOf(LocksExtension.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.junit..")
            .because("JUnit is an optional dependency");

    @ArchTest
    static final ArchRule only_the_api_and_spi_of_the_library_are_used = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..",
                    "org.jspecify..",
                    "org.junit..",
                    "dev.lockrace.lock",
                    "dev.lockrace.lock.spi",
                    "dev.lockrace.lock.testing");
}
