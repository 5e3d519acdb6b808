package dev.lockrace.worker.tls;

import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Speaks TLS with a client and plainly with the server behind it, for a server that has no TLS of its own. */
final class TlsProxy implements AutoCloseable {

    private final SSLServerSocket listening;
    private final Endpoint server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();

    TlsProxy(SSLContext tls, Endpoint server) throws IOException {
        this.server = server;
        this.listening = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) listening.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client) {
            client.startHandshake();
            try (Socket behind = new Socket(InetAddress.getByName(server.host()), server.port())) {
                open.add(behind);
                threads.execute(() -> copy(behind, client));
                copy(client, behind);
            }
        } catch (IOException refused) {
            // The client does not trust it, or has gone: it knows why.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException gone) {
            // One end has closed: so does the other.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
