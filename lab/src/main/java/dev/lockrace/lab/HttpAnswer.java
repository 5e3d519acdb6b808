package dev.lockrace.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a service answered over HTTP. Asked with the JDK's old client: the new one takes half a second of a processor to
 * set up, for TLS and HTTP/2 that nobody here speaks.
 *
 * @param status such as 200
 * @param body read as UTF-8; may be empty
 * @param retryAfter the header of that name; null where there is none
 */
public record HttpAnswer(int status, String body, @Nullable String retryAfter) {

    private static final String JSON = "application/json";
    private static final int MIN_ERROR = 400;

    /**
     * Asks, and blocks for the answer.
     *
     * @param accept the media type to ask for
     * @param timeout how long the connection may take, and how long each piece of the answer
     * @throws IOException if there is no answer
     */
    public static HttpAnswer get(URI uri, String accept, Duration timeout) throws IOException {
        return answer(connect(uri, accept, timeout));
    }

    /**
     * Sends JSON, and blocks for an answer in JSON; it is sent once at most.
     *
     * @param timeout as for {@link #get}
     * @throws IOException if there is no answer
     */
    public static HttpAnswer post(URI uri, String json, Duration timeout) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = connect(uri, JSON, timeout);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", JSON);
        connection.setFixedLengthStreamingMode(bytes.length); // the client would send it again else
        try (OutputStream body = connection.getOutputStream()) {
            body.write(bytes);
        }
        return answer(connection);
    }

    private static HttpURLConnection connect(URI uri, String accept, Duration timeout) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setRequestProperty("Accept", accept);
        return connection;
    }

    private static HttpAnswer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < MIN_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            return new HttpAnswer(
                    status, new String(bytes, StandardCharsets.UTF_8), connection.getHeaderField("Retry-After"));
        }
    }

    /** Whether it is what was asked for, and no error. */
    public boolean isOk() {
        return status == HttpURLConnection.HTTP_OK;
    }
}
