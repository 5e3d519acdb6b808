/** Networks between services and servers, which a fault can partition or delay. */
@NullMarked
package dev.lockrace.lab.testbed.network;

import org.jspecify.annotations.NullMarked;
