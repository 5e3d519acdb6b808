/**
 * The lock API and its contract, independent of Spring, drivers and stores.
 *
 * <h2>The contract</h2>
 *
 * Every {@linkplain dev.lockrace.lock.LockBackend backend} keeps these clauses within the {@linkplain
 * dev.lockrace.lock.Guarantees guarantees} that it declares. Every conformance test names the clause it checks.
 *
 * <dl>
 *   <dt>L1 exclusion
 *   <dd>Between a grant's return and its release, loss or expiry, no other client is granted the same name.
 *   <dt>L2 expiry
 *   <dd>A lease that is not renewed expires by the <em>store's</em> clock. This needs no help from the holder, even one
 *       that is paused with its connections open.
 *   <dt>L3 ownership
 *   <dd>Release and renewal act on the caller's own lease only. On another's or an expired one they change nothing and
 *       say so. There is no unsafe option.
 *   <dt>L4 fencing
 *   <dd>A grant's token is greater than all earlier tokens of that name and bound to the grant atomically. A backend
 *       that cannot promise this forever, across restarts too, offers no token and <em>rejects</em> the request for
 *       one.
 *   <dt>L5 honest answers
 *   <dd>"Held by another" is a value. "The store did not answer" is an exception. An unknown outcome is an exception of
 *       its own kind. The client then revokes a grant whose answer was lost, bounded and by its own owner id. A release
 *       that failed is repeated in the same way. The time to live is the backstop. An error that the store reports <em>after</em>
 *       its first write is an unknown outcome, never "did nothing".
 *   <dt>L6 time
 *   <dd>The holder measures the time left with its own monotonic clock, counted from <em>before</em> the request was
 *       sent. A lease that may have expired is treated as expired. If wall time has advanced further, because the
 *       machine was suspended or its clock was stepped, wall time counts until a renewal confirms the lease.
 *   <dt>L7 renewal
 *   <dd>On request, a watchdog renews at a third of the time to live and survives transient errors. It stops at
 *       release, at loss, at the end of the requested maximum hold, or when the holder has abandoned the lease. It never
 *       revives a lease that has ended.
 *   <dt>L8 loss
 *   <dd>When a lease is or may be lost, the holder learns immediately, by its own clock before another client can hold
 *       the lock. It is notified by a callback, and by an interrupt on request.
 *   <dt>L9 limits
 *   <dd>A time to live that a store cannot represent is rounded <em>up</em>. Minimum and maximum are declared; zero,
 *       negative and too long are rejected with the value in the message. Names of any characters up to 1,024 bytes of
 *       UTF-8 work on every backend, and two different names are never the same lock.
 *   <dt>L10 waiting
 *   <dd>A bounded wait ends at its deadline, also when the store is slow or failing. An interrupt is honoured within
 *       one request's timeout and leaves no lease behind. No wait is unbounded.
 *   <dt>L11 not re-entrant
 *   <dd>A second acquire by the same holder is contended.
 *   <dt>L12 recovery
 *   <dd>A client survives the store's restart without being restarted itself. A broken connection is replaced within
 *       seconds.
 *   <dt>L13 minimum hold
 *   <dd>A lease that was granted with a minimum hold keeps other clients from the lock until that time after the grant
 *       has passed by the <em>store's</em> clock. This holds after its release, and after a crash of its holder. For its
 *       holder, the lease ends with the release.
 * </dl>
 */
@NullMarked
package dev.lockrace.lock;

import org.jspecify.annotations.NullMarked;
