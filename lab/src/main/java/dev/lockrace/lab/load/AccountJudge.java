package dev.lockrace.lab.load;

import dev.lockrace.lab.load.Account.End;
import dev.lockrace.race.RaceBackend;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with an account: what got lost, or was done twice. */
public final class AccountJudge {

    private final RaceBackend backend;
    private final Account account;
    private final List<String> wrong = new ArrayList<>();

    private AccountJudge(RaceBackend backend, Account account) {
        this.backend = backend;
        this.account = account;
    }

    /**
     * Judges.
     *
     * @param waiting how many tasks are in the queue still; what was not confirmed may be among them
     * @return what is wrong, each in a sentence; nothing when all is well
     */
    public static List<String> judge(RaceBackend backend, Account account, long waiting) {
        AccountJudge judge = new AccountJudge(backend, account);
        judge.judgeSum(waiting);
        judge.judgeWork();
        return List.copyOf(judge.wrong);
    }

    private void judgeSum(long waiting) {
        int pending = account.confirmed() - ended();
        if (waiting < pending) {
            wrong.add("%d tasks were confirmed, and %d ended%s"
                    .formatted(
                            account.confirmed(),
                            ended(),
                            waiting == 0 ? "" : ", while %d wait in the queue".formatted(waiting)));
        } else if (waiting > pending + account.unconfirmed() - account.unconfirmedThatCame()) {
            wrong.add("%d tasks wait in the queue, and %d of those that were sent have not ended"
                    .formatted(waiting, pending + account.unconfirmed() - account.unconfirmedThatCame()));
        }
        refuse(account.brokenPromises(), "runs that were answered as confirmed are not on record as such");
        refuse(account.deadWithoutReason(), "dead tasks are not listed with a reason");
        if (account.invoices() != account.ended(End.INVOICED)) {
            wrong.add("%d tasks ended with an invoice, and there are %d invoices"
                    .formatted(account.ended(End.INVOICED), account.invoices()));
        }
    }

    private int ended() {
        return account.ends().values().stream().mapToInt(Integer::intValue).sum() - account.ended(End.PENDING);
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

    private void refuse(int count, String sentence) {
        if (count > 0) {
            wrong.add("%d %s".formatted(count, sentence));
        }
    }
}
