/** The examples of {@code docs/library/locked-methods.md} and {@code docs/library/transactions.md}. */
@NullMarked
package dev.lockrace.lock.spring.annotation.example;

import org.jspecify.annotations.NullMarked;
