/**
 * The lock API and its contract; knows no Spring, no driver and no store.
 *
 * <h2>The contract</h2>
 *
 * Every {@link dev.lockrace.lock.LockBackend backend} keeps these clauses within the {@link
 * dev.lockrace.lock.Guarantees guarantees} that it declares. Each conformance test names the clause it checks.
 *
 * <dl>
 *   <dt>L1 exclusion
 *   <dd>Between a grant's return and its release, loss or expiry, no other client is granted the same name.
 *   <dt>L2 expiry
 *   <dd>A lease that is not renewed ends by itself, by the store's clock; the store needs no help from the holder.
 *   <dt>L3 ownership
 *   <dd>Release and renewal act only on the caller's own lease; on another's, or an expired one, they change nothing
 *       and say so.
 *   <dt>L4 fencing
 *   <dd>A grant's token is greater than all earlier tokens of that name, and bound to the grant atomically. A backend
 *       that can't promise that for ever offers no token and refuses to be asked for one.
 *   <dt>L5 honest answers
 *   <dd>"Held by another" is a value; "the store did not answer" is an exception; an unknown outcome is an exception of
 *       its own kind, after which the client tries, bounded and only on its own owner id, to take back a grant that
 *       nobody knows of.
 *   <dt>L6 time
 *   <dd>The holder judges what is left by its own monotonic clock, counted from before the request was sent. A lease
 *       that may have expired is treated as expired.
 *   <dt>L7 renewal
 *   <dd>A watchdog, for who asks for it, renews at a third of the time to live, survives passing errors, and stops at
 *       release, at loss, or when the holder has forgotten the lease. It never revives a lease that ended.
 *   <dt>L8 loss
 *   <dd>When a lease is lost or may be lost its holder learns it at once (a callback, and an interrupt for who asks),
 *       by its own clock before anyone else can hold the lock.
 *   <dt>L9 limits
 *   <dd>A time to live that a store can't represent is rounded up; zero, negative and too long are refused with the
 *       value in the message. Names of any characters and up to 1,024 bytes of UTF-8 work on every backend.
 *   <dt>L10 waiting
 *   <dd>A bounded wait ends at its deadline, also when the store is slow or failing; an interrupt is heeded within one
 *       request's timeout and leaves no lease behind.
 *   <dt>L11 not re-entrant
 *   <dd>A second acquire by the same holder is contended.
 *   <dt>L12 recovery
 *   <dd>A client survives the store's restart without being restarted.
 * </dl>
 */
@NullMarked
package dev.lockrace.lock;

import org.jspecify.annotations.NullMarked;
