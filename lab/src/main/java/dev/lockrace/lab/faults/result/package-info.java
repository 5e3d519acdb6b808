/** What came of races under faults: what tables, pages and JSON are made from. */
@NullMarked
package dev.lockrace.lab.faults.result;

import org.jspecify.annotations.NullMarked;
