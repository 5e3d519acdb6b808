package dev.lockrace.lock;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method whose result must not be ignored, or a type all of whose methods are such. Error Prone recognizes this
 * annotation by its simple name.
 */
@Retention(RetentionPolicy.CLASS)
@Target({METHOD, TYPE})
@interface CheckReturnValue {}
