package dev.lockrace.lab.testbed.service;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Date;
import java.util.Scanner;

/** A program that reads its clocks once for each line on standard input, and ends each response with an empty line. */
final class ClockReader {

    private static final Clock CLOCK = Clock.systemUTC();

    private ClockReader() {}

    public static void main(String[] args) {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            lines.nextLine();
            print();
        }
    }

    @SuppressWarnings("JavaUtilDate") // read by old code
    private static void print() {
        print("System.currentTimeMillis", System.currentTimeMillis());
        print("Instant.now", Instant.now().toEpochMilli());
        print("Clock.millis", CLOCK.millis());
        print("LocalDateTime.now", millis(LocalDateTime.now(ZoneId.systemDefault())));
        print("Date", new Date().getTime());
        print("Calendar", Calendar.getInstance().getTimeInMillis());
        print("System.nanoTime", System.nanoTime());
        System.out.println();
        System.out.flush();
    }

    private static long millis(LocalDateTime moment) {
        return moment.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    private static void print(String clock, long value) {
        System.out.println(clock + "=" + value);
    }
}
