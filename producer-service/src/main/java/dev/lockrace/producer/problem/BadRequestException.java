package dev.lockrace.producer.problem;

import dev.lockrace.race.SingleLine;

/** Thrown for an invalid request. The message names the field, the valid values and the actual value. */
public final class BadRequestException extends RuntimeException {

    public BadRequestException(String message) {
        super(SingleLine.of(message));
    }
}
