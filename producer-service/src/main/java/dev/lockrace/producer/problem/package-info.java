/** Error responses of the HTTP API, as problem+json, and the exceptions that they report. */
@NullMarked
package dev.lockrace.producer.problem;

import org.jspecify.annotations.NullMarked;
