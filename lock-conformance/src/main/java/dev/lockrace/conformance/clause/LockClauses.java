package dev.lockrace.conformance.clause;

/** The clauses that every lock backend must keep. */
public interface LockClauses
        extends ExclusionClauses,
                ExpiryClauses,
                OwnershipClauses,
                FencingClauses,
                RenewalClauses,
                WatchdogClauses,
                LimitClauses,
                WaitingClauses,
                MinimumHoldClauses {}
