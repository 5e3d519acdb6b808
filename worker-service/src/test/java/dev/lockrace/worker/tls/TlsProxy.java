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

/** A proxy that terminates TLS for a server without TLS. */
final class TlsProxy implements AutoCloseable {

    private final SSLServerSocket listener;
    private final Endpoint server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();

    TlsProxy(SSLContext tls, Endpoint server) throws IOException {
        this.server = server;
        this.listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client) {
            client.startHandshake();
            try (Socket upstream = new Socket(InetAddress.getByName(server.host()), server.port())) {
                open.add(upstream);
                threads.execute(() -> copy(upstream, client));
                copy(client, upstream);
            }
        } catch (IOException refused) {
            // The client does not trust the certificate or has disconnected; it reports the cause itself.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException disconnected) {
            // One end has closed the connection.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
