package dev.lockrace.producer.run;

import dev.lockrace.producer.problem.BadRequestException;
import dev.lockrace.producer.problem.UnknownRunException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP API of the runs. */
@RestController
class RunController {

    private static final int MAX_LISTED = 100;

    private final Runs runs;
    private final RunRepository repository;
    private final ReportLoader reports;

    RunController(Runs runs, RunRepository repository, ReportLoader reports) {
        this.runs = runs;
        this.repository = repository;
        this.reports = reports;
    }

    static String path(UUID runId) {
        return "/runs/" + runId;
    }

    /** Starts a run. Responds in JSON if the header Accept names it, otherwise in plain text. */
    @GetMapping("/hello")
    ResponseEntity<?> hello(
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept) {
        rejectUnknown(parameters.keySet());
        boolean json = acceptsJson(accept);
        StartedRun started = StartedRun.of(runs.start(RunRequest.of(parameters)));
        if (json) {
            return ResponseEntity.ok(started);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_PLAIN)
                .header(HttpHeaders.LINK, "<%s>; rel=\"self\"".formatted(path(started.runId())))
                .body(started.message() + "\n");
    }

    /** A misspelt parameter would start a different run than intended. */
    private static void rejectUnknown(Set<String> parameters) {
        for (String parameter : parameters) {
            if (!RunRequest.FIELDS.contains(parameter)) {
                throw new BadRequestException("A run has no parameter '%s'; its parameters are: %s"
                        .formatted(parameter, String.join(", ", RunRequest.FIELDS)));
            }
        }
    }

    private static boolean acceptsJson(String accept) {
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .anyMatch(type -> type.isConcrete() && type.isCompatibleWith(MediaType.APPLICATION_JSON));
        } catch (InvalidMediaTypeException e) {
            throw new BadRequestException("The header Accept must be a list of media types, was: " + accept);
        }
    }

    @PostMapping(path = "/runs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<StartedRun> start(@RequestBody(required = false) RunRequest body) {
        StartedRun started = StartedRun.of(runs.start(body == null ? RunRequest.DEFAULTS : body));
        return ResponseEntity.created(URI.create(path(started.runId()))).body(started);
    }

    @PostMapping(path = "/runs/{id}/tasks", produces = MediaType.APPLICATION_JSON_VALUE)
    StartedRun extend(@PathVariable UUID id, @RequestBody(required = false) RunRequest body) {
        return StartedRun.of(runs.extend(id, body == null ? RunRequest.DEFAULTS : body));
    }

    @GetMapping("/runs")
    List<RunSummary> latest(@RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new BadRequestException("limit must be 1 to %d, was: %d".formatted(MAX_LISTED, limit));
        }
        return repository.latest(limit);
    }

    @GetMapping("/runs/{id}")
    RunReport report(@PathVariable UUID id) {
        return reports.load(() -> repository.events(id).map(RunReport::of))
                .orElseThrow(() -> new UnknownRunException(id));
    }

    @DeleteMapping("/runs")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear(@RequestParam(defaultValue = "false") boolean force) {
        runs.clear(force);
    }
}
