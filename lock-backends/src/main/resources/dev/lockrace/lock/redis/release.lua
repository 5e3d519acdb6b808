-- KEYS: the lock, whose key names the channel too. ARGV: the owner id. Answers 1, or 0 when this owner has no lease.
if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('del', KEYS[1])
  redis.call('publish', KEYS[1], '')
  return 1
end
return 0
