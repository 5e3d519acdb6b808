/** Methods of Spring beans that run under a lock, by the annotation {@link dev.lockrace.lock.spring.annotation.Locked}. */
@NullMarked
package dev.lockrace.lock.spring.annotation;

import org.jspecify.annotations.NullMarked;
