/** The start of a service, standalone or as a child process. */
@NullMarked
package dev.lockrace.service;

import org.jspecify.annotations.NullMarked;
