package dev.lockrace.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The compile-scope dependencies between the modules are the arrows that docs/architecture/overview.md draws. */
class ModuleDependenciesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String PREFIX = "lockrace-";
    private static final Pattern DIAGRAM =
            Pattern.compile("### Dependencies\n.*?```mermaid\ngraph TD\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ARROW = Pattern.compile("([a-z-]+)( --> ([a-z-]+))?");

    @Test
    void diagram_shows_every_module_and_its_dependencies() throws Exception {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        for (String module : modules()) {
            dependencies.put(module, compileDependencies(module));
        }

        assertThat(diagram()).isEqualTo(dependencies);
    }

    /** Returns the modules of the diagram. An arrow leads from a module to its dependency. */
    private static Map<String, Set<String>> diagram() throws IOException {
        Matcher diagram = DIAGRAM.matcher(Files.readString(ROOT.resolve("docs/architecture/overview.md")));
        assertThat(diagram.find()).as("a diagram of the dependencies").isTrue();
        Map<String, Set<String>> modules = new TreeMap<>();
        for (String line : diagram.group(1).lines().map(String::strip).toList()) {
            Matcher arrow = ARROW.matcher(line);
            assertThat(arrow.matches()).as("a module or an arrow: %s", line).isTrue();
            Set<String> dependencies = modules.computeIfAbsent(arrow.group(1), module -> new TreeSet<>());
            String dependency = arrow.group(3);
            if (dependency != null) {
                dependencies.add(dependency);
                modules.computeIfAbsent(dependency, module -> new TreeSet<>());
            }
        }
        return modules;
    }

    private static Set<String> modules() throws Exception {
        return elements(pom("."), "module").map(Node::getTextContent).collect(Collectors.toSet());
    }

    private static Set<String> compileDependencies(String module) throws Exception {
        return elements(pom(module), "dependency")
                .filter(dependency -> text(dependency, "groupId").equals("dev.lockrace"))
                .filter(dependency -> !text(dependency, "scope").equals("test"))
                .map(dependency -> text(dependency, "artifactId").substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
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
