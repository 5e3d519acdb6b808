package dev.lockrace.producer.run;

import dev.lockrace.producer.broker.BacklogFullException;
import dev.lockrace.race.SingleLine;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Answers errors as problem+json (RFC 9457), with what was wrong and what to do. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Whatever the caller accepts: what is wrong may be just that. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> badRequest(BadRunRequestException e) {
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownRunException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail going(RunsInProgressException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unconfirmed(UnconfirmedRunException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        problem.setProperty("runId", e.runId());
        problem.setProperty("requested", e.requested());
        problem.setProperty("confirmed", e.confirmed());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> full(BacklogFullException e) {
        return later(e, e.retryAfter());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> full(TooManyReportsException e) {
        return later(e, TooManyReportsException.RETRY_AFTER);
    }

    private static ResponseEntity<ProblemDetail> later(RuntimeException e, Duration retryAfter) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()))
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail databaseFailed(RuntimeException e) {
        log.error("The database failed", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The database did not answer; check that it is up, and try again");
    }

    /** Told by Tomcat when somebody first looks at a parameter. */
    @ExceptionHandler
    ProblemDetail malformed(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatusCode.valueOf(e.getErrorCode()),
                "The request's parameters can't be read: they must be UTF-8, percent-encoded, and at most 1,000");
    }

    @ExceptionHandler
    ProblemDetail unforeseen(RuntimeException e) {
        log.error("A request failed in a way that nobody foresaw", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "The request failed in a way that nobody foresaw; see the log");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, unreadable(e.getCause()));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    private static String unreadable(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return SingleLine.of("A run has no field '%s'; its fields are: %s"
                    .formatted(unknown.getPropertyName(), String.join(", ", RunRequest.FIELDS)));
        }
        if (cause instanceof JacksonException json) {
            String fields = json.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .collect(Collectors.joining(".", "", ": "));
            return SingleLine.of("The request body must be a JSON object of single values: "
                    + (json.getPath().isEmpty() ? "" : fields) + json.getOriginalMessage());
        }
        return "The request body can't be read";
    }
}
