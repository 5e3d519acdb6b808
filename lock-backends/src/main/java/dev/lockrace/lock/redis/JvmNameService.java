package dev.lockrace.lock.redis;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Resolves host names with the JVM's name service, as the drivers of the other stores do. Netty's own DNS resolver, the
 * driver's default, keeps an address for as long as its record says, which is ten minutes in Docker. The JVM keeps it for
 * its security property {@code networkaddress.cache.ttl}. Each resolution has a thread of its own, because it blocks.
 */
final class JvmNameService extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor).asAddressResolver();
    }

    private static final class Resolver extends InetNameResolver {

        private Resolver(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> address) {
            resolve(address, () -> InetAddress.getByName(host));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> addresses) {
            resolve(addresses, () -> List.of(InetAddress.getAllByName(host)));
        }

        private static <T> void resolve(Promise<T> result, Callable<T> resolution) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            result.trySuccess(resolution.call());
                        } catch (Throwable e) {
                            result.tryFailure(e);
                        }
                    },
                    "lock-redis-resolver");
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) { // no thread: this attempt to connect fails
                result.tryFailure(e);
            }
        }
    }
}
