package dev.lockrace.servers.memcached;

import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.process.Commands;
import java.nio.file.Path;

/** The servers that speak memcached's protocols. Creating one starts nothing; see {@link Server#start}. */
public final class MemcachedServers {

    private MemcachedServers() {}

    /** Creates the machine's memcached where it is installed, otherwise Infinispan's endpoint; the description says which. */
    public static Server available(Path directory) {
        return isInstalled() ? machine(directory) : infinispan();
    }

    /** Creates {@link #available} as a process of its own in either case. */
    public static ServerProcess availableProcess(Path directory) {
        return isInstalled() ? machine(directory) : new InfinispanMemcachedProcess(directory);
    }

    /** Creates the memcached that is on the PATH, as a process of its own. Without one, its start fails. */
    public static ServerProcess machine(Path directory) {
        return new MachineMemcachedServer(directory);
    }

    /** Creates Infinispan's memcached endpoint in this JVM. It needs no directory. */
    public static Server infinispan() {
        return new InfinispanMemcachedServer();
    }

    private static boolean isInstalled() {
        return Commands.find("memcached").isPresent();
    }
}
