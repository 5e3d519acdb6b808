-- KEYS: the lock. ARGV: the owner id, the time to live in ms. Returns 1, or 0 if this owner holds no lease.
if redis.call('get', KEYS[1]) == ARGV[1] then
  return redis.call('pexpire', KEYS[1], ARGV[2])
end
return 0
