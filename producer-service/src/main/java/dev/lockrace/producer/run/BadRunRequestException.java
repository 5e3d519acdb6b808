package dev.lockrace.producer.run;

import dev.lockrace.race.SingleLine;

/** A value of a request is wrong; the message says which, what is allowed, and what it was. */
final class BadRunRequestException extends RuntimeException {

    BadRunRequestException(String message) {
        super(SingleLine.of(message));
    }
}
