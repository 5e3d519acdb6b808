package dev.lockrace.lab.testbed.server;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerException;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.redis.RedisReplication;

/** A Redis server that was started as the replica of another one. */
record EmbeddedReplica(ServerProcess server, Endpoint original) implements LockServer.Replica {

    static EmbeddedReplica start(ServerProcess server, Endpoint original) {
        try {
            server.start();
            RedisReplication.replicate(server.endpoint(), original);
            return new EmbeddedReplica(server, original);
        } catch (ServerException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public void separate() {
        RedisReplication.promote(endpoint());
    }

    @Override
    public void replace() {
        RedisReplication.replicate(original, endpoint());
    }

    @Override
    public void promote() {
        RedisReplication.switchOver(original, endpoint());
    }

    @Override
    public void demote() {
        RedisReplication.switchOver(endpoint(), original);
    }

    @Override
    public void close() {
        RedisReplication.promote(original); // if the experiment failed in between
        server.close();
    }
}
