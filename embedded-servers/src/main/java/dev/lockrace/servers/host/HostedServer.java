package dev.lockrace.servers.host;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;

/**
 * A server that runs in another process.
 *
 * @param name as {@link Server#name}
 * @param description as {@link Server#description}
 * @param endpoint as {@link Server#endpoint}
 */
public record HostedServer(String name, String description, Endpoint endpoint) {}
