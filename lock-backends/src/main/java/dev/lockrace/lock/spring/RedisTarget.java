package dev.lockrace.lock.spring;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;

/** The address, credentials and TLS settings of the Redis server of the locks. */
record RedisTarget(RedisURI uri, SslOptions tls) {}
