package dev.lockrace.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Tests the dependencies between the worker's packages, and its dependencies on other modules. */
@AnalyzeClasses(packages = "dev.lockrace.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Matches the root package too, as the slice {@code worker}. */
    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.lockrace.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_worker_depends_on_neither_the_producer_nor_the_lab = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockrace.producer..", "dev.lockrace.lab..")
            .because("the services share only race-model and service-support, and the lab starts them as processes");
}
