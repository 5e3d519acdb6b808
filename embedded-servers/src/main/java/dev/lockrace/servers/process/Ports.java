package dev.lockrace.servers.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free TCP ports of 127.0.0.1.
 *
 * <p>They lie below the range that Linux and macOS take for outgoing connections. A port out of that range could be
 * taken, while its server is being restarted, by any connection of this machine; even by a client that tries to
 * reconnect and gets connected to itself.
 */
public final class Ports {

    public static final String HOST = "127.0.0.1";

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_767;
    private static final int TRIES = 200;
    private static final int CONNECT_MILLIS = 500;

    private Ports() {}

    /**
     * A port that nobody listens on now; nothing keeps it free.
     *
     * @throws IOException if none is found
     */
    public static int choose() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException(
                "none of %d ports of %s between %d and %d is free".formatted(TRIES, HOST, LOWEST, HIGHEST));
    }

    public static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
