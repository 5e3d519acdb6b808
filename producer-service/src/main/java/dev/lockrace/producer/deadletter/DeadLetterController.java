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

/** The HTTP interface of the dead tasks. */
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
     * @param retried how many were sent again, and are confirmed
     * @param left how many are on the list still: dead again, just being sent, or refused, as each one says
     */
    record Retried(int retried, long left) {}

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
            throw problem(HttpStatus.CONFLICT, "Dead task %d can't be sent again: %s".formatted(id, refusal));
        }
        Outcome outcome = retry.retry(id);
        if (outcome.sent() + outcome.unconfirmed() == 0) {
            throw problem(HttpStatus.CONFLICT, "Dead task %d is just being sent again".formatted(id));
        }
        return confirmed(outcome);
    }

    @PostMapping(path = "/retry", produces = MediaType.APPLICATION_JSON_VALUE)
    Retried retryAll() {
        return confirmed(retry.retryAll());
    }

    private Retried confirmed(Outcome outcome) {
        if (outcome.unconfirmed() > 0) {
            throw problem(HttpStatus.SERVICE_UNAVAILABLE, """
                    The broker did not confirm %d dead tasks, after %d that it did; they stay listed, and may arrive all \
                    the same: check that it is up""".formatted(outcome.unconfirmed(), outcome.sent()));
        }
        return new Retried(outcome.sent(), repository.count());
    }

    /** For who knows that it must not be done any more; nothing else takes a dead task off the list. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        Optional<DeadLetter> task = repository.find(id);
        if (task.isEmpty()) {
            throw unknown(id);
        }
        if (!repository.delete(id)) {
            throw problem(HttpStatus.CONFLICT, "Dead task %d is just being sent again".formatted(id));
        }
        log.info("Dead task {} was deleted: {}", id, task.get());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteAll() {
        log.info("{} dead tasks were deleted", repository.deleteAll());
    }

    private static ErrorResponseException unknown(long id) {
        return problem(HttpStatus.NOT_FOUND, "There is no dead task %d; it may have been sent again".formatted(id));
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
