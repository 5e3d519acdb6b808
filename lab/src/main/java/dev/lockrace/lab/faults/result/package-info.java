/** The results of experiments, from which tables, pages and JSON are generated. */
@NullMarked
package dev.lockrace.lab.faults.result;

import org.jspecify.annotations.NullMarked;
