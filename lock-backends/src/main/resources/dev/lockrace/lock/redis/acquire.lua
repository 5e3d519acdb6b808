-- KEYS: the lock, the token counter of its bucket. ARGV: the owner id, the time to live in ms.
-- Returns the fencing token, or nil if the lock is held.
if not redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return false
end
-- Redis' own time in microseconds keeps tokens increasing after the counter was lost. A counter that is not a number
-- counts as none: an error after the first write would leave a lease that no client knows of.
local time = redis.call('time')
local last = tonumber(redis.pcall('get', KEYS[2])) or 0
local token = math.max(last + 1, time[1] * 1000000 + time[2])
redis.call('set', KEYS[2], string.format('%.0f', token))
return token
