/** The OpenAPI document of the HTTP API, and the page that is generated from it. */
@NullMarked
package dev.lockrace.producer.openapi;

import org.jspecify.annotations.NullMarked;
