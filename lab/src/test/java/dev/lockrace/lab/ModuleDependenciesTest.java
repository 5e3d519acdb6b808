package dev.lockrace.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The compile-scope arrows between the modules, as drawn in docs/architecture.md. */
class ModuleDependenciesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PREFIX = "lockrace-";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "lock-backends,",
        "fault-injection, lock-backends",
        "lock-conformance, fault-injection lock-backends",
        "race-model,",
        "service-support, race-model",
        "producer-service, race-model service-support",
        "worker-service, lock-backends race-model service-support",
        "embedded-servers,",
        "clock-agent,",
        "lab, embedded-servers fault-injection race-model",
        "lock-benchmarks, embedded-servers lock-backends",
        "test-support,",
        "bom, fault-injection lock-backends lock-conformance",
        "release-test,"
    })
    void a_module_depends_on_these_modules_alone(String module, String dependencies) throws Exception {
        Set<String> expected = Optional.ofNullable(dependencies).stream()
                .flatMap(text -> Stream.of(text.split(" ")))
                .collect(Collectors.toSet());

        assertThat(compileDependencies(module)).isEqualTo(expected);
    }

    @Test
    void every_module_has_its_arrows_drawn() throws Exception {
        assertThat(elements(pom("."), "module").map(Node::getTextContent))
                .containsExactlyInAnyOrder(
                        "lock-backends",
                        "fault-injection",
                        "lock-conformance",
                        "race-model",
                        "service-support",
                        "producer-service",
                        "worker-service",
                        "embedded-servers",
                        "clock-agent",
                        "lab",
                        "lock-benchmarks",
                        "test-support",
                        "bom",
                        "release-test");
    }

    private static Set<String> compileDependencies(String module) throws Exception {
        return elements(pom(module), "dependency")
                .filter(dependency -> text(dependency, "groupId").equals("dev.lockrace"))
                .filter(dependency -> !text(dependency, "scope").equals("test"))
                .map(dependency -> text(dependency, "artifactId").substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    private static Element pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    private static Stream<Element> elements(Element parent, String name) {
        var found = parent.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).findFirst().map(Node::getTextContent).orElse("");
    }
}
