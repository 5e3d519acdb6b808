/** What a fault can act on: the lock servers, the workers, and the networks between them. */
@NullMarked
package dev.lockrace.lab.faults.scene;

import org.jspecify.annotations.NullMarked;
