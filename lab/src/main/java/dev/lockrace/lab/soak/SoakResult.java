package dev.lockrace.lab.soak;

import dev.lockrace.lab.load.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a soak showed.
 *
 * @param servers what stood behind each server's name
 * @param seconds from the first task that was published to the last that ended
 * @param requests for runs, to the producer
 * @param refused how many of them were answered that the service is unavailable (503)
 * @param unanswered how many of them had no answer
 * @param killed how many workers were killed
 * @param incidents what else was broken, and the first kill
 * @param account what became of the tasks
 * @param leasesLeftAtEnd how many there were when the last task had ended
 * @param leasesLeft how many there were a time to live later
 * @param wrong what is wrong with all that, each in a sentence; nothing when all is well
 */
record SoakResult(
        Instant begunAt,
        String command,
        String machine,
        Map<String, String> servers,
        String backend,
        int workers,
        double seconds,
        int requests,
        int refused,
        int unanswered,
        int killed,
        List<Incident> incidents,
        Account account,
        int leasesLeftAtEnd,
        int leasesLeft,
        List<String> wrong) {

    boolean isRight() {
        return wrong.isEmpty();
    }
}
