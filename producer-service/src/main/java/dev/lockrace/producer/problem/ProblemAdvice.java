package dev.lockrace.producer.problem;

import dev.lockrace.producer.broker.BacklogFullException;
import dev.lockrace.race.SingleLine;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
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

/** The error responses of the API, as problem+json (RFC 9457). The detail states the cause and the remedy. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Ignores the header Accept, which may itself be invalid. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> badRequest(BadRequestException e) {
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail unknownRun(UnknownRunException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail runsInProgress(RunsInProgressException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unconfirmed(UnconfirmedRunException e) {
        log.warn(e.getMessage());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        problem.setProperty("runId", e.runId());
        problem.setProperty("requested", e.requested());
        problem.setProperty("confirmed", e.confirmed());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail unrecorded(UnrecordedRunException e) {
        log.error("Cannot record the broker's confirms of the tasks of run {}", e.runId(), e);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
        problem.setProperty("runId", e.runId());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> backlogFull(BacklogFullException e) {
        return tryAgain(e, e.retryAfter());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooManyReports(TooManyReportsException e) {
        return tryAgain(e, TooManyReportsException.RETRY_AFTER);
    }

    private static ResponseEntity<ProblemDetail> tryAgain(RuntimeException e, Duration retryAfter) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()))
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail databaseFailed(RuntimeException e, HttpServletRequest request) {
        log.error(
                "{} {} failed because the database did not answer or refused the request",
                request.getMethod(),
                request.getRequestURI(),
                e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database did not answer or refused the request: check that it is up and accepts writes, and try again");
    }

    /** Thrown by Tomcat at the first access to a parameter. */
    @ExceptionHandler
    ProblemDetail malformed(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatusCode.valueOf(e.getErrorCode()),
                "Cannot read the request parameters: they must be percent-encoded UTF-8, at most 1,000 of them");
    }

    @ExceptionHandler
    ProblemDetail unexpected(RuntimeException e, HttpServletRequest request) {
        log.error("{} {} failed unexpectedly", request.getMethod(), request.getRequestURI(), e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "The request failed unexpectedly: see the producer's log");
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
                    .formatted(unknown.getPropertyName(), fields(unknown.getReferringClass())));
        }
        if (cause instanceof JacksonException json) {
            String field = json.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .collect(Collectors.joining(".", "", ": "));
            return SingleLine.of("The request body must be a JSON object of single values: "
                    + (json.getPath().isEmpty() ? "" : field) + json.getOriginalMessage());
        }
        return "Cannot read the request body: send a JSON object";
    }

    private static String fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.joining(", "));
    }
}
