/** Access control of the HTTP API. */
@NullMarked
package dev.lockrace.producer.access;

import org.jspecify.annotations.NullMarked;
