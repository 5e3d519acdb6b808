package dev.lockrace.release;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A running instance of the example. It ends with this JVM. */
final class Application implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    /** Ends the program when the shell's input ends. */
    private static final String GUARD = "\"$@\" < /dev/null & cat > /dev/null; kill -TERM $!; wait $!";

    private final Process process;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    private Application(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts an instance, which is ready only after {@link #awaitStart}. */
    static Application start(Path jar, Path log, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString(), "--server.address=127.0.0.1", "--server.port=0"));
        command.addAll(arguments);
        return new Application(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    void awaitStart() {
        port = Integer.parseInt(Awaitility.await()
                .atMost(START_TIMEOUT)
                .failFast("the application has exited; log: " + log, () -> !process.isAlive())
                .until(this::findPort, Optional::isPresent)
                .orElseThrow()
                .group(1));
    }

    private Optional<MatchResult> findPort() throws IOException {
        return PORT.matcher(log()).results().findFirst();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(REQUEST_TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
