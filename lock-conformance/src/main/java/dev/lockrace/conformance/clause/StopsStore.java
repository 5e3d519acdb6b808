package dev.lockrace.conformance.clause;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test that stops the store, so that {@link StoreAccess} runs no other test on it at the same time. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface StopsStore {}
