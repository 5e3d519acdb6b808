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
 * A file with the calls of one process: a line before each call, and one after it. Lines are with the operating system
 * before the call goes on, so a process that is killed leaves its unanswered calls behind. Safe for use by many threads.
 */
final class CallLog implements Closeable {

    private static final String NONE = "-";

    private final FileOutputStream file;
    private final String process;
    private final AtomicLong calls = new AtomicLong();

    /**
     * @param process what this process is called in the history
     */
    CallLog(Path path, String process) throws IOException {
        this.file = new FileOutputStream(path.toFile());
        this.process = process;
    }

    /** Notes a call that is about to be made; returns its number. */
    long asked(Call call, String lock, String owner, long timeToLive, long start) {
        long number = calls.incrementAndGet();
        String client = process + "/" + Thread.currentThread().getName();
        write(number, encoded(client), call, encoded(lock), encoded(owner), timeToLive, start);
        return number;
    }

    void answered(long number, long end, Outcome outcome, OptionalLong token) {
        write(number, end, outcome, token.isPresent() ? token.getAsLong() : NONE);
    }

    private void write(Object... fields) {
        String line = String.join(" ", Stream.of(fields).map(Object::toString).toList()) + "\n";
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8)); // all at once: lines of other threads don't mix in
        } catch (IOException e) {
            throw new UncheckedIOException("Could not record a call of " + process, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** All calls in such a file; one without an answer has an unknown outcome. */
    static Collection<Event> read(Path path) throws IOException {
        String text = Files.readString(path);
        Map<String, Event> calls = new LinkedHashMap<>();
        // What stands behind the last line break was being written when the process was killed.
        text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> List.of(line.split(" ", -1)))
                .forEach(fields -> calls.compute(
                        fields.get(0), (number, call) -> call == null ? call(fields) : answered(call, fields)));
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

    private static Event answered(Event call, List<String> fields) {
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

    /** Without blanks and line breaks. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
