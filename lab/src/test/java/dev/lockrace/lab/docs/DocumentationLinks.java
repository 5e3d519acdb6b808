package dev.lockrace.lab.docs;

import dev.lockrace.lab.docs.MarkdownLinks.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The references between the files of a repository. */
final class DocumentationLinks {

    private static final Set<String> SKIPPED_DIRECTORIES = Set.of(".git", "target", "node_modules");
    private static final Pattern SOURCE =
            Pattern.compile(".*\\.(java|yml|yaml|sh|xml|sql|properties|conf|mustache)|lockrace|run|Dockerfile");
    private static final Pattern PATH_IN_SOURCE =
            Pattern.compile("(?<![\\w/.$}-])(?:\\.\\./)*(docs/[\\w/-]+(?:\\.[\\w-]+)*(?:#[\\w-]+)?)");
    private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+.-]*:|//).*");
    private static final Pattern LINES_OF_CODE = Pattern.compile("L\\d+(-L\\d+)?");

    private final Path root;
    private final Map<Path, MarkdownLinks> pages = new HashMap<>();

    DocumentationLinks(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Returns the relative links in Markdown files that lead nowhere, each as file, line and target. */
    List<String> brokenInMarkdown() {
        return files().filter(DocumentationLinks::isMarkdown)
                .flatMap(file -> page(file).links().stream()
                        .filter(link -> !URL.matcher(link.target()).matches())
                        .filter(link -> !exists(file, link.target()))
                        .map(link -> text(file, link)))
                .toList();
    }

    /** Returns the paths below docs that source files name and that do not exist, each as file, line and target. */
    List<String> brokenInSources() {
        return files().filter(
                        file -> SOURCE.matcher(file.getFileName().toString()).matches())
                .flatMap(file -> paths(file)
                        .filter(path -> !exists(root.resolve("file"), path.target()))
                        .map(path -> text(file, path)))
                .toList();
    }

    private boolean exists(Path from, String target) {
        String[] parts = target.split("#", 2);
        String path = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        Path file = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        return file.startsWith(root) && Files.exists(file) && (parts.length == 1 || hasAnchor(file, parts[1]));
    }

    private boolean hasAnchor(Path file, String anchor) {
        if (isMarkdown(file)) {
            return page(file).anchors().contains(anchor);
        }
        return LINES_OF_CODE.matcher(anchor).matches()
                || lines(file).anyMatch(line -> line.contains("id=\"" + anchor + "\""));
    }

    private MarkdownLinks page(Path file) {
        return pages.computeIfAbsent(file, MarkdownLinks::read);
    }

    private static Stream<Reference> paths(Path file) {
        List<String> lines = lines(file).toList();
        return IntStream.range(0, lines.size())
                .boxed()
                .flatMap(index -> PATH_IN_SOURCE
                        .matcher(lines.get(index))
                        .results()
                        .map(path -> new Reference(index + 1, path.group(1))));
    }

    private String text(Path file, Reference reference) {
        return "%s:%d: %s".formatted(root.relativize(file), reference.line(), reference.target());
    }

    private static boolean isMarkdown(Path file) {
        return file.getFileName().toString().endsWith(".md");
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return SKIPPED_DIRECTORIES.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted();
    }
}
