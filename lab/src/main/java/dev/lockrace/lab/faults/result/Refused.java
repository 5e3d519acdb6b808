package dev.lockrace.lab.faults.result;

/**
 * A fault that can't be done to the servers of a run.
 *
 * @param reason why, in a sentence
 */
public record Refused(String fault, String reason) {}
