/** The servers that a testbed runs on: embedded, in containers, or external. */
@NullMarked
package dev.lockrace.lab.testbed.server;

import org.jspecify.annotations.NullMarked;
