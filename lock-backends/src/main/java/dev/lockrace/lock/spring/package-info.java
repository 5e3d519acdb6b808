/** Spring Boot auto-configuration: a {@link dev.lockrace.lock.LockClient} for every configured backend. */
@NullMarked
package dev.lockrace.lock.spring;

import org.jspecify.annotations.NullMarked;
