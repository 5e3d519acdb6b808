package dev.lockrace.producer.deadletter;

import dev.lockrace.producer.deadletter.DeadLetterRetry.Outcome;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP API of the dead letters. */
@RestController
@RequestMapping("/dead-letters")
class DeadLetterController {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterController.class);
    private static final int MAX_LISTED = 100;

    private final DeadLetterRepository repository;
    private final DeadLetterRetry retry;

    DeadLetterController(DeadLetterRepository repository, DeadLetterRetry retry) {
        this.repository = repository;
        this.retry = retry;
    }

    /**
     * The response to a retry.
     *
     * @param retried the number of dead letters that were sent again and confirmed
     * @param remaining the number of dead letters that are still listed: dead-lettered again, being sent or refused
     */
    record Retried(int retried, long remaining) {}

    @GetMapping
    DeadLetterPage latest(
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before) {
        if (limit < 1 || limit > MAX_LISTED) {
            throw problem(HttpStatus.BAD_REQUEST, "limit must be 1 to %d, was: %d".formatted(MAX_LISTED, limit));
        }
        return DeadLetterPage.of(repository.count(), repository.latest(limit, before), limit);
    }

    @GetMapping("/{id}")
    DeadLetter one(@PathVariable long id) {
        return repository.find(id).orElseThrow(() -> unknown(id));
    }

    @PostMapping(path = "/{id}/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    Retried retry(@PathVariable long id) {
        String refusal = one(id).retryRefused();
        if (refusal != null) {
            throw problem(HttpStatus.CONFLICT, "Cannot send dead letter %d again: %s".formatted(id, refusal));
        }
        Outcome outcome = retry.retry(id);
        if (outcome.sent() + outcome.unconfirmed() == 0) {
            throw problem(HttpStatus.CONFLICT, "Dead letter %d is already being sent again".formatted(id));
        }
        return confirmed(outcome);
    }

    @PostMapping(path = "/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    Retried retryAll() {
        return confirmed(retry.retryAll());
    }

    private Retried confirmed(Outcome outcome) {
        if (outcome.unconfirmed() > 0) {
            int total = outcome.sent() + outcome.unconfirmed();
            throw problem(HttpStatus.SERVICE_UNAVAILABLE, """
                    The broker confirmed %d of %d %s; unconfirmed ones stay listed, but may still be processed: check \
                    that the broker is up""".formatted(
                            outcome.sent(), total, total == 1 ? "dead letter" : "dead letters"));
        }
        return new Retried(outcome.sent(), repository.count());
    }

    /** Deletes a dead letter that must no longer be processed. Only this and a retry remove it from the list. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        Optional<DeadLetter> deadLetter = repository.find(id);
        if (deadLetter.isEmpty()) {
            throw unknown(id);
        }
        if (!repository.delete(id)) {
            throw problem(
                    HttpStatus.CONFLICT,
                    "Cannot delete dead letter %d, because it is being sent again: try again later".formatted(id));
        }
        log.info("Deleted dead letter {}: {}", id, deadLetter.get());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteAll() {
        log.info("Dead letters deleted: {}", repository.deleteAll());
    }

    private static ErrorResponseException unknown(long id) {
        return problem(
                HttpStatus.NOT_FOUND,
                "There is no dead letter %d: it may have been sent again or deleted".formatted(id));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
