/** Response headers and request limits for every port of a service. */
@NullMarked
package dev.lockrace.service.http;

import org.jspecify.annotations.NullMarked;
