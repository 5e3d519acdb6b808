/** A stranger's backend under the kit: what the module's README shows. */
@NullMarked
package dev.lockrace.conformance.example;

import org.jspecify.annotations.NullMarked;
