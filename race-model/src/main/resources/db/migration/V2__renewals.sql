-- The workers renew their leases, so a lease may last longer than its time to live from requested_at.

-- The database's clock: no later than the last request, a renewal or the first, by which the lease is known to be held.
-- Null when that is requested_at.
alter table attempt add column last_requested_at timestamptz;
