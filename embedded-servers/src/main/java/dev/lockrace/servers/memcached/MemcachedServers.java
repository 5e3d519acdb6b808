package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Commands;
import java.nio.file.Path;

/** Factory of servers with memcached's protocols. A new server is not running; see {@link Server#start}. */
public final class MemcachedServers {

    private MemcachedServers() {}

    /**
     * Creates the memcached installed on this machine, or Infinispan's endpoint if there is none. The description of the
     * server says which.
     */
    public static Server available(Path directory) {
        return isInstalled() ? machine(directory) : infinispan();
    }

    /** Creates {@link #available}, in its own process in both cases. */
    public static ServerProcess availableProcess(Path directory) {
        return isInstalled() ? machine(directory) : infinispanProcess(directory);
    }

    /** Creates the memcached on the PATH, in its own process. Its start fails if there is none. */
    public static ServerProcess machine(Path directory) {
        return new MachineMemcachedServer(directory);
    }

    /** Creates Infinispan's memcached endpoint in this JVM. It needs no directory. */
    public static Server infinispan() {
        return new InfinispanMemcachedServer();
    }

    /** Creates Infinispan's memcached endpoint in its own process. */
    public static ServerProcess infinispanProcess(Path directory) {
        return new InfinispanMemcachedProcess(directory);
    }

    /** Returns whether memcached is on the PATH. */
    public static boolean isInstalled() {
        return Commands.find("memcached").isPresent();
    }
}
