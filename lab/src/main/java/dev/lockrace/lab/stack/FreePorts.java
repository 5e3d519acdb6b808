package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds ports of 127.0.0.1 that are free, all at once so that they differ. */
public final class FreePorts {

    private FreePorts() {}

    /**
     * Finds that many; nothing reserves them, so they should be used soon.
     */
    public static List<Integer> find(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new LabException("Could not find %d free ports: %s".formatted(count, e), e);
        } finally {
            sockets.forEach(FreePorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new LabException("Could not give a port back: " + e, e);
        }
    }
}
