-- KEYS: the lock, the token counter of its bucket. ARGV: the owner id, the time to live in ms.
-- Returns the fencing token, or nil if the lock is held. Only the last command grants the lease, and all commands that
-- can fail precede it: an error leaves no lease that no client knows of.
if redis.call('get', KEYS[1]) then
  return false
end
-- Redis' own time in microseconds keeps tokens increasing after the counter was lost. A counter that is not a number
-- counts as none.
local time = redis.call('time')
local last = tonumber(redis.pcall('get', KEYS[2])) or 0
local token = math.max(last + 1, time[1] * 1000000 + time[2])
redis.call('set', KEYS[2], string.format('%.0f', token))
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return token
