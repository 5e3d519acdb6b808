/** The log format of the services. */
@NullMarked
package dev.lockrace.service.logging;

import org.jspecify.annotations.NullMarked;
