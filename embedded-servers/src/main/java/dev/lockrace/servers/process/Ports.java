package dev.lockrace.servers.process;

import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of 127.0.0.1.
 *
 * <p>They are below the ephemeral port range of Linux and macOS. While a server restarts, an outgoing connection of this
 * machine could take a port in that range. Even a reconnecting client could connect to itself.
 */
public final class Ports {

    private static final int MIN_PORT = 20_000;
    private static final int MAX_PORT = 32_767;
    private static final int MAX_ATTEMPTS = 200;
    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    private Ports() {}

    /**
     * Returns a port that is free now. The port is not reserved.
     *
     * @throws IOException if no free port is found
     */
    public static int choose() throws IOException {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(MIN_PORT, MAX_PORT + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port of %s between %d and %d found in %d attempts"
                .formatted(Endpoint.LOOPBACK, MIN_PORT, MAX_PORT, MAX_ATTEMPTS));
    }

    /** Returns the address of the port on 127.0.0.1. */
    public static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /** Returns whether a server can listen on the port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    /** Returns whether a server accepts connections on the port. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
