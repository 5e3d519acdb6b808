package dev.lockrace.lab.testbed.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service's response over HTTP. Requests use the JDK's old client: the new one needs half a second of CPU time to set
 * up TLS and HTTP/2, which no service here speaks.
 *
 * @param status the HTTP status code
 * @param body decoded as UTF-8; may be empty
 * @param retryAfter the {@code Retry-After} header; null if there is none
 */
public record HttpResponse(
        int status, String body, @Nullable String retryAfter) {

    private static final String JSON = "application/json";
    private static final int MIN_ERROR = 400;

    /**
     * Sends a GET request and blocks for the response.
     *
     * @param accept the accepted media type
     * @param timeout the limit for the connection, and for each read of the response
     * @throws IOException if there is no response
     */
    public static HttpResponse get(URI uri, String accept, Duration timeout) throws IOException {
        return read(connect(uri, accept, timeout));
    }

    /**
     * Sends JSON in a POST request at most once, and blocks for a response in JSON.
     *
     * @param timeout as for {@link #get}
     * @throws IOException if there is no response
     */
    public static HttpResponse post(URI uri, String json, Duration timeout) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = connect(uri, JSON, timeout);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", JSON);
        connection.setFixedLengthStreamingMode(bytes.length); // otherwise the client would retry
        try (OutputStream body = connection.getOutputStream()) {
            body.write(bytes);
        }
        return read(connection);
    }

    private static HttpURLConnection connect(URI uri, String accept, Duration timeout) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setRequestProperty("Accept", accept);
        return connection;
    }

    private static HttpResponse read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < MIN_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            return new HttpResponse(
                    status, new String(bytes, StandardCharsets.UTF_8), connection.getHeaderField("Retry-After"));
        }
    }

    /** Returns whether the status is 200. */
    public boolean isOk() {
        return status == HttpURLConnection.HTTP_OK;
    }
}
