/** Spring Boot auto-configuration: a {@link dev.lockrace.lock.LockClient} for every backend that is set up. */
@NullMarked
package dev.lockrace.lock.spring;

import org.jspecify.annotations.NullMarked;
