package dev.lockrace.conformance.clause;

/** The clauses for a backend whose store is shared by processes: outages, network faults and paused holders. */
public interface SharedLockClauses
        extends OutageClauses,
                LostResponseClauses,
                SlowStoreClauses,
                PartitionedHolderClauses,
                PausedHolderClauses,
                RoundTripClauses {}
