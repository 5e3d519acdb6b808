-- KEYS: the lock, whose key also names the channel. ARGV: the owner id. Returns 1, or 0 if this owner holds no lease.
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('del', KEYS[1])
  -- Without waiters too: a publish takes a microsecond, and knowing whether a client waits would take another key.
  redis.pcall('publish', KEYS[1], '') -- waiters poll as well, so a failed notification does not fail the release
  return 1
end
return 0
