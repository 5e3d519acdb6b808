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
 * Keeps no thread for a body that nobody wants, once the request is answered. Tomcat reads such a body to its end, for as
 * long as its sender likes to take: a few callers that send a byte now and then would occupy all threads.
 */
public final class UnreadBodies extends ValveBase {

    /** For what is on its way: closed sooner, the connection of an honest caller may break before he has the answer. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(10);

    private UnreadBodies() {
        super(true);
    }

    /** For every web server of an application: each has one of its own. */
    public static WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> customizer() {
        return server -> server.addEngineValves(new UnreadBodies());
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && !request.getCoyoteRequest().isFinished()) {
            response.finishResponse();
            if (!comesToItsEnd(request.getCoyoteRequest())) {
                // Closes the connection: what follows on it is not another request.
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Never blocks for a single byte, which may be long in coming. */
    private static boolean comesToItsEnd(org.apache.coyote.Request request) {
        // Where the length is not told, reading what is there may block for what belongs to it.
        boolean lengthKnown = request.getContentLengthLong() >= 0;
        long start = System.nanoTime();
        while (lengthKnown && !request.isFinished() && System.nanoTime() - start < LINGER.toNanos()) {
            if (!readWhatIsThere(request)) {
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
        return request.isFinished();
    }

    private static boolean readWhatIsThere(org.apache.coyote.Request request) {
        request.action(ActionCode.AVAILABLE, true);
        if (request.getAvailable() <= 0) {
            return false;
        }
        try {
            return request.doRead(new Discard()) > 0;
        } catch (IOException e) {
            return false; // The connection broke: nothing more comes.
        }
    }

    /** Takes what is read, for nobody. */
    private static final class Discard implements ApplicationBufferHandler {

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
            // What comes is as large as it is.
        }
    }
}
