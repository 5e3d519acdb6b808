/** The schema of the event database. */
@NullMarked
package dev.lockrace.producer.schema;

import org.jspecify.annotations.NullMarked;
