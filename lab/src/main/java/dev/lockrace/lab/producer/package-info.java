/** The producer's HTTP interface, as its client. */
@NullMarked
package dev.lockrace.lab.producer;

import org.jspecify.annotations.NullMarked;
