/** The model of a race that both services share: backends, defaults and limits. */
@NullMarked
package dev.lockrace.race;

import org.jspecify.annotations.NullMarked;
