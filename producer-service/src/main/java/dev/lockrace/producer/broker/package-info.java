/** Sending to the broker so that nothing gets lost unnoticed. */
@NullMarked
package dev.lockrace.producer.broker;

import org.jspecify.annotations.NullMarked;
