/** Tests of the documentation: its Java is compiled, and its commands run. */
@NullMarked
package dev.lockrace.lab.docs;

import org.jspecify.annotations.NullMarked;
