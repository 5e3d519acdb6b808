/** Tests of the documentation: it is current, its links lead somewhere, its Java is compiled, and its commands run. */
@NullMarked
package dev.lockrace.lab.docs;

import org.jspecify.annotations.NullMarked;
