/** Response headers and request limits on every port of a service. */
@NullMarked
package dev.lockrace.service.http;

import org.jspecify.annotations.NullMarked;
