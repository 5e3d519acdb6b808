/** Applications that use the starter. */
@NullMarked
package dev.lockrace.starter;

import org.jspecify.annotations.NullMarked;
