/** The connections to the database. */
@NullMarked
package dev.lockrace.service.database;

import org.jspecify.annotations.NullMarked;
