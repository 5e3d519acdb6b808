package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A file with the calls of one process: one line before each call and one after it. Each line is written to the
 * operating system before the call proceeds, so the file of a killed process contains its unanswered calls.
 * Thread-safe.
 */
final class CallLog implements Closeable {

    private static final String NONE = "-";

    private final FileOutputStream file;
    private final String process;
    private final AtomicLong calls = new AtomicLong();

    /**
     * @param process the name of this process in the history
     */
    CallLog(Path path, String process) throws IOException {
        this.file = new FileOutputStream(path.toFile());
        this.process = process;
    }

    /** Records a call before it is made, and returns its number. */
    long started(Call call, String lock, String owner, long timeToLive, long start) {
        long number = calls.incrementAndGet();
        String client = process + "/" + Thread.currentThread().getName();
        write(number, encoded(client), call, encoded(lock), encoded(owner), timeToLive, start);
        return number;
    }

    /** Records the outcome of a call. */
    void ended(long number, long end, Outcome outcome, OptionalLong token) {
        write(number, end, outcome, token.isPresent() ? token.getAsLong() : NONE);
    }

    private void write(Object... fields) {
        String line = String.join(" ", Stream.of(fields).map(Object::toString).toList()) + "\n";
        try {
            file.write(line.getBytes(
                    StandardCharsets.UTF_8)); // a single write, so that lines of different threads do not mix
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record a call of process " + process, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads all calls of a file. A call without a recorded outcome has the outcome {@code UNKNOWN}. */
    static Collection<Event> read(Path path) throws IOException {
        String text = Files.readString(path);
        Map<String, Event> calls = new LinkedHashMap<>();
        // The process may have been killed while it was writing the last line.
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> List.of(line.split(" ", -1)))
                .forEach(fields -> calls.compute(
                        fields.get(0), (number, call) -> call == null ? call(fields) : withOutcome(call, fields)));
        return calls.values();
    }

    private static Event call(List<String> fields) {
        return new Event(
                decoded(fields.get(1)),
                Call.valueOf(fields.get(2)),
                decoded(fields.get(3)),
                decoded(fields.get(4)),
                Long.parseLong(fields.get(5)),
                Long.parseLong(fields.get(6)),
                Event.NEVER,
                Outcome.UNKNOWN,
                OptionalLong.empty());
    }

    private static Event withOutcome(Event call, List<String> fields) {
        String token = fields.get(3);
        return new Event(
                call.client(),
                call.call(),
                call.lock(),
                call.owner(),
                call.timeToLive(),
                call.start(),
                Long.parseLong(fields.get(1)),
                Outcome.valueOf(fields.get(2)),
                token.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(token)));
    }

    /** Encodes spaces and line breaks. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
