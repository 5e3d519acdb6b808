package dev.lockrace.service.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * A Tomcat valve that bounds the time spent on an unread request body after the response. Tomcat reads such a body to
 * its end on the request thread, so a few callers that send a byte now and then would occupy all threads.
 *
 * <p>{@code server.tomcat.max-swallow-size} does not replace it, since it bounds bytes, and the connection timeout
 * applies to each single read. With 0, a slow chunked body kept its thread, because Tomcat blocks on the next chunk
 * before it counts, and a body that arrived just after a rejection broke the connection. With 64 bytes, and even with
 * a connection timeout of 2 s, callers that sent a byte per second kept all threads.
 */
public final class UnreadBodyValve extends ValveBase {

    /**
     * The time for bytes in flight. Closing sooner may break the connection of an honest caller before it has the
     * response.
     */
    private static final Duration MAX_LINGER = Duration.ofMillis(500);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private UnreadBodyValve() {
        super(true);
    }

    /** Returns a customizer that adds a new valve to each web server of an application. */
    public static WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> customizer() {
        return server -> server.addEngineValves(new UnreadBodyValve());
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !request.getCoyoteRequest().isFinished()) {
            response.finishResponse();
            if (!discardBody(request.getCoyoteRequest())) {
                // Closes the connection, since the rest of the body must not be parsed as another request.
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Discards the body without blocking on any read. Returns whether its end was reached in time. */
    private static boolean discardBody(org.apache.coyote.Request request) {
        // A read of a chunked body may block even if bytes are available, so only a body of known length is read.
        boolean lengthKnown = request.getContentLengthLong() >= 0;
        long start = System.nanoTime();
        while (lengthKnown && !request.isFinished() && System.nanoTime() - start < MAX_LINGER.toNanos()) {
            if (!discardAvailable(request)) {
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
        }
        return request.isFinished();
    }

    private static boolean discardAvailable(org.apache.coyote.Request request) {
        request.action(ActionCode.AVAILABLE, true);
        if (request.getAvailable() <= 0) {
            return false;
        }
        try {
            return request.doRead(new DiscardingBuffer()) > 0;
        } catch (IOException e) {
            return false; // The connection broke, so no more bytes arrive.
        }
    }

    private static final class DiscardingBuffer implements ApplicationBufferHandler {

        private ByteBuffer buffer = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Tomcat sets a buffer of the right size.
        }
    }
}
