/** Who may do what over HTTP. */
@NullMarked
package dev.lockrace.producer.access;

import org.jspecify.annotations.NullMarked;
