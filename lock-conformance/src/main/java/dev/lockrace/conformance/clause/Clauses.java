package dev.lockrace.conformance.clause;

/** The base of all clause interfaces. */
interface Clauses {

    /** Returns the resources of the current test. */
    Contest contest();
}
