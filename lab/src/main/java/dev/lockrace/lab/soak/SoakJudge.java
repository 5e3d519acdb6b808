package dev.lockrace.lab.soak;

import dev.lockrace.lab.soak.Account.End;
import dev.lockrace.race.RaceBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Says what is wrong with an account: what got lost, was done twice, or was left behind. */
final class SoakJudge {

    private final RaceBackend backend;
    private final Account account;
    private final List<String> wrong = new ArrayList<>();

    private SoakJudge(RaceBackend backend, Account account) {
        this.backend = backend;
        this.account = account;
    }

    /**
     * Judges.
     *
     * @param killed the workers that were killed: each may have left the one attempt that it was at
     * @param leasesLeft how many there are after the time that a lease can last
     * @return what is wrong, each in a sentence; nothing when all is well
     */
    static List<String> judge(RaceBackend backend, Account account, Collection<String> killed, int leasesLeft) {
        SoakJudge judge = new SoakJudge(backend, account);
        judge.judgeSum();
        judge.judgeWork();
        judge.judgeLeftovers(killed, leasesLeft);
        return List.copyOf(judge.wrong);
    }

    private void judgeSum() {
        int ended = account.ends().values().stream().mapToInt(Integer::intValue).sum() - account.ended(End.PENDING);
        if (ended != account.confirmed()) {
            wrong.add("%d tasks were confirmed, and %d ended".formatted(account.confirmed(), ended));
        }
        refuse(account.brokenPromises(), "runs that were answered as confirmed are not on record as such");
        refuse(account.deadWithoutReason(), "dead tasks are not listed with a reason");
        if (account.invoices() != account.ended(End.INVOICED)) {
            wrong.add("%d tasks ended with an invoice, and there are %d invoices"
                    .formatted(account.ended(End.INVOICED), account.invoices()));
        }
    }

    private void judgeWork() {
        refuse(account.invoicesWithoutAttempt(), "invoices were written by no attempt on record");
        refuse(account.workedTwice(), "tasks were worked to their end more than once");
        refuse(account.namesWithoutInvoice(), "lock names have no invoice, though their tasks have ended");
        if (isKeptByTheStore()) {
            refuse(account.brokenRuns(), "runs had two holders of their lock at the same moment");
        }
    }

    /** Whether the lock server's restart may not cost a lease: memcached forgets all, as it declares. */
    private boolean isKeptByTheStore() {
        return backend != RaceBackend.MEMCACHED;
    }

    private void judgeLeftovers(Collection<String> killed, int leasesLeft) {
        account.unclosed().forEach((worker, attempts) -> {
            if (!killed.contains(worker)) {
                wrong.add("%s was not killed, and left %d attempts unclosed".formatted(worker, attempts));
            } else if (attempts > 1) {
                wrong.add("%s was killed at one task, and left %d attempts unclosed".formatted(worker, attempts));
            }
        });
        refuse(leasesLeft, "leases are left after their time to live");
    }

    private void refuse(int count, String sentence) {
        if (count > 0) {
            wrong.add("%d %s".formatted(count, sentence));
        }
    }
}
