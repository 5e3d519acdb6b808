package dev.lockrace.lab.soak;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.AccountJudge;
import dev.lockrace.race.RaceBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Says what is wrong with a soak: what got lost, was done twice, or was left behind. */
final class SoakJudge {

    private SoakJudge() {}

    /**
     * Judges.
     *
     * @param killed the workers that were killed: each may have left the one attempt that it was at
     * @param leasesLeft how many there are after the time that a lease can last
     * @return what is wrong, each in a sentence; nothing when all is well
     */
    static List<String> judge(RaceBackend backend, Account account, Collection<String> killed, int leasesLeft) {
        List<String> wrong = new ArrayList<>(AccountJudge.judge(backend, account, 0));
        account.unclosed().forEach((worker, attempts) -> {
            if (!killed.contains(worker)) {
                wrong.add("%s was not killed, and left %d attempts unclosed".formatted(worker, attempts));
            } else if (attempts > 1) {
                wrong.add("%s was killed at one task, and left %d attempts unclosed".formatted(worker, attempts));
            }
        });
        if (leasesLeft > 0) {
            wrong.add("%d leases are left after their time to live".formatted(leasesLeft));
        }
        return List.copyOf(wrong);
    }
}
