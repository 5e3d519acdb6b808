package dev.lockrace.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between the packages of the lab. */
@AnalyzeClasses(packages = "dev.lockrace.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] COMMANDS = {
        "dev.lockrace.lab.race..", "dev.lockrace.lab.faults..", "dev.lockrace.lab.soak..", "dev.lockrace.lab.overload.."
    };

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.lockrace.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commands_do_not_depend_on_each_other = slices().matching(
                    "dev.lockrace.lab.(race|faults|soak|overload)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule the_testbed_does_not_depend_on_commands = noClasses()
            .that()
            .resideInAPackage("dev.lockrace.lab.testbed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMMANDS);

    @ArchTest
    static final ArchRule command_line_support_depends_on_no_other_package_of_the_lab = noClasses()
            .that()
            .resideInAPackage("dev.lockrace.lab.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.lockrace.lab", "dev.lockrace.lab.testbed..", "dev.lockrace.lab.load..")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(COMMANDS);
}
