package dev.lockrace.lab.faults.report;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.FaultResult;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The result of the lab as one HTML file, which asks no server for anything. */
public final class FaultPage {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private FaultPage() {}

    public static String of(FaultResult result) {
        Asset library = Asset.ofLibrary("echarts", "dist/echarts.min.js");
        Asset script = Asset.own("timelines.js");
        List<FaultSection> sections = FaultSection.of(result);
        return template()
                .execute(Map.ofEntries(
                        Map.entry("policy", policy(library, script)),
                        Map.entry("style", Asset.own("page.css").text()),
                        Map.entry("library", library.text()),
                        Map.entry("script", script.text()),
                        Map.entry("drawings", ScriptJson.of(drawings(sections))),
                        Map.entry("result", result),
                        Map.entry("when", WHEN.format(result.begunAt())),
                        Map.entry("servers", result.servers().entrySet()),
                        Map.entry("sum", sum(result)),
                        Map.entry(
                                "looks",
                                Arrays.stream(Result.values()).map(Look::of).toList()),
                        Map.entry("signs", Sign.values()),
                        Map.entry("matrix", Matrix.of(result, sections)),
                        Map.entry("sections", sections)));
    }

    private static Template template() {
        return Mustache.compiler().compile(Asset.own("page.mustache").text());
    }

    private static String policy(Asset... scripts) {
        return "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src "
                + Arrays.stream(scripts).map(Asset::hash).collect(Collectors.joining(" "));
    }

    private static Map<String, Drawing> drawings(List<FaultSection> sections) {
        return sections.stream()
                .flatMap(section -> section.races().stream())
                .filter(race -> race.drawing() != null)
                .collect(Collectors.toMap(RaceSection::id, race -> Objects.requireNonNull(race.drawing())));
    }

    private static String sum(FaultResult result) {
        long surprises =
                result.cells().stream().filter(cell -> !cell.isAsExpected()).count();
        int races = result.cells().size();
        return surprises == 0
                ? "Every race ended as expected: %d of %d.".formatted(races, races)
                : "%d of %d races did not end as expected.".formatted(surprises, races);
    }
}
