/** Tests of the documentation of all modules. */
@NullMarked
package dev.lockrace.lab.docs;

import org.jspecify.annotations.NullMarked;
