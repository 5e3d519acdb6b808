package dev.lockrace.producer.run;

import java.util.UUID;

/** There is no run of that id. */
final class UnknownRunException extends RuntimeException {

    UnknownRunException(UUID id) {
        super("There is no run %s; it may have been cleared".formatted(id));
    }
}
