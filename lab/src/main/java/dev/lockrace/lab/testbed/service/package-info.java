/** The producer and the workers as child processes, and clients of their HTTP interfaces. */
@NullMarked
package dev.lockrace.lab.testbed.service;

import org.jspecify.annotations.NullMarked;
