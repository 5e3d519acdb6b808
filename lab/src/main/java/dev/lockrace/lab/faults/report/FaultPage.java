package dev.lockrace.lab.faults.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.lockrace.lab.faults.result.FaultsResult;
import dev.lockrace.lab.faults.result.Result;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The result as a single HTML page, which loads nothing from a server. */
public final class FaultPage {

    private static final DateTimeFormatter START = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private FaultPage() {}

    public static String of(FaultsResult result) {
        PageResource library = PageResource.ofLibrary("echarts", "dist/echarts.min.js");
        PageResource script = PageResource.own("timelines.js");
        List<FaultSection> sections = FaultSection.of(result);
        return template()
                .execute(Map.ofEntries(
                        Map.entry("policy", policy(library, script)),
                        Map.entry("style", PageResource.own("page.css").text()),
                        Map.entry("library", library.text()),
                        Map.entry("script", script.text()),
                        Map.entry("charts", ScriptJson.of(charts(sections))),
                        Map.entry("result", result),
                        Map.entry("when", START.format(result.startedAt())),
                        Map.entry("servers", result.servers().entrySet()),
                        Map.entry("summary", result.summary()),
                        Map.entry(
                                "styles",
                                Arrays.stream(Result.values())
                                        .map(ResultStyle::of)
                                        .toList()),
                        Map.entry("symbols", TimelineSymbol.values()),
                        Map.entry("matrix", Matrix.of(result, sections)),
                        Map.entry("sections", sections)));
    }

    private static Template template() {
        return Mustache.compiler().compile(PageResource.own("page.mustache").text());
    }

    private static String policy(PageResource... scripts) {
        return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
                + Arrays.stream(scripts).map(PageResource::hash).collect(Collectors.joining(" "));
    }

    private static Map<String, TimelineChart> charts(List<FaultSection> sections) {
        return sections.stream()
                .flatMap(section -> section.experiments().stream())
                .filter(experiment -> experiment.chart() != null)
                .collect(Collectors.toMap(
                        ExperimentSection::id, experiment -> Objects.requireNonNull(experiment.chart())));
    }
}
