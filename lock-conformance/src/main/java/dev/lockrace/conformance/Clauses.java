package dev.lockrace.conformance;

/** Tests of some clauses, which share a contest made anew for each test. */
interface Clauses {

    Contest contest();
}
