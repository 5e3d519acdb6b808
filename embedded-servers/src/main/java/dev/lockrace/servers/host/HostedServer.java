package dev.lockrace.servers.host;

import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;

/**
 * A server that a {@link ServerHost} runs.
 *
 * @param name the {@link Server#name}
 * @param description the {@link Server#description}
 * @param endpoint the {@link Server#endpoint}
 */
public record HostedServer(String name, String description, Endpoint endpoint) {}
