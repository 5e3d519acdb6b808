package dev.lockrace.lab.faults.result;

/**
 * A fault that the servers do not support.
 *
 * @param reason why, as a clause
 */
public record UnsupportedFault(String fault, String reason) {}
