/** The worker's TLS connections to its servers. */
@NullMarked
package dev.lockrace.worker.tls;

import org.jspecify.annotations.NullMarked;
