package dev.lockrace.lab.stack;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Date;
import java.util.Scanner;

/** Reads its clocks once for each line on standard input; an empty line ends the answer. */
final class ClockReader {

    private static final Clock CLOCK = Clock.systemUTC();

    private ClockReader() {}

    public static void main(String[] args) {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            lines.nextLine();
            tell();
        }
    }

    @SuppressWarnings("JavaUtilDate") // what old code reads
    private static void tell() {
        tell("System.currentTimeMillis", System.currentTimeMillis());
        tell("Instant.now", Instant.now().toEpochMilli());
        tell("Clock.millis", CLOCK.millis());
        tell("LocalDateTime.now", millis(LocalDateTime.now(ZoneId.systemDefault())));
        tell("Date", new Date().getTime());
        tell("Calendar", Calendar.getInstance().getTimeInMillis());
        tell("System.nanoTime", System.nanoTime());
        System.out.println();
        System.out.flush();
    }

    private static long millis(LocalDateTime moment) {
        return moment.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    private static void tell(String what, long value) {
        System.out.println(what + "=" + value);
    }
}
