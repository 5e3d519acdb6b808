package dev.lockrace.lab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * The links and the anchors of a Markdown page.
 *
 * @param links in the order in which they stand
 * @param anchors those of the headings, as GitHub forms them, and those of HTML elements
 */
record MarkdownLinks(List<MarkdownLinks.Reference> links, Set<String> anchors) {

    private static final Pattern HTML_LINK = Pattern.compile("\\b(?:href|src|srcset)=[\"']([^\"']+)[\"']");
    private static final Pattern HTML_ANCHOR = Pattern.compile("\\b(?:id|name)=[\"']([^\"']+)[\"']");
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    /** A reference to a file: a link, an image, or a path in a source file. */
    record Reference(int line, String target) {}

    static MarkdownLinks read(Path file) {
        try {
            Reader reader = new Reader();
            PARSER.parse(Files.readString(file)).accept(reader);
            return new MarkdownLinks(reader.links, reader.anchors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader extends AbstractVisitor {

        private final List<Reference> links = new ArrayList<>();
        private final Set<String> anchors = new HashSet<>();
        private final IdGenerator ids = IdGenerator.builder().build();

        @Override
        public void visit(Link link) {
            links.add(new Reference(line(link), link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(new Reference(line(image), image.getDestination()));
            visitChildren(image);
        }

        @Override
        public void visit(HtmlInline html) {
            html(html, html.getLiteral());
        }

        @Override
        public void visit(HtmlBlock html) {
            html(html, html.getLiteral());
        }

        @Override
        public void visit(Heading heading) {
            StringBuilder text = new StringBuilder();
            heading.accept(new AbstractVisitor() {
                @Override
                public void visit(Text node) {
                    text.append(node.getLiteral());
                }

                @Override
                public void visit(Code node) {
                    text.append(node.getLiteral());
                }
            });
            anchors.add(ids.generateId(text.toString()));
            visitChildren(heading);
        }

        private void html(Node node, String html) {
            HTML_LINK.matcher(html).results().forEach(link -> links.add(new Reference(line(node), link.group(1))));
            HTML_ANCHOR.matcher(html).results().forEach(anchor -> anchors.add(anchor.group(1)));
        }

        private static int line(Node node) {
            return node.getSourceSpans().get(0).getLineIndex() + 1;
        }
    }
}
