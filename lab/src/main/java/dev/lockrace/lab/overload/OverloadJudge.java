package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.Account.End;
import dev.lockrace.lab.load.AccountJudge;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with what happened: what grew, what was answered wrongly, what got lost. */
final class OverloadJudge {

    /** By how much the producer's count, which is up to a second old, may be wrong. */
    private static final double TOLERANCE = 1.01;

    private final OverloadOptions options;
    private final OverloadCourse course;
    private final List<String> wrong;

    private OverloadJudge(OverloadOptions options, OverloadCourse course) {
        this.options = options;
        this.course = course;
        this.wrong = new ArrayList<>(AccountJudge.judge(options.backend(), course.account(), course.waiting()));
    }

    /**
     * Judges.
     *
     * @return what is wrong, each in a sentence; nothing when all is well
     */
    static List<String> judge(OverloadOptions options, OverloadCourse course) {
        OverloadJudge judge = new OverloadJudge(options, course);
        judge.judgeTasks();
        judge.judgeAnswers();
        judge.judgeMemory();
        return List.copyOf(judge.wrong);
    }

    private void judgeTasks() {
        Account account = course.account();
        account.unclosed()
                .forEach((worker, attempts) ->
                        wrong.add("%s stopped in order, and left %d attempts unclosed".formatted(worker, attempts)));
        if (account.ended(End.DEAD) > 0) {
            wrong.add("%d tasks were given up, though the database was only slow".formatted(account.ended(End.DEAD)));
        }
        List<Pace> paces = course.slowness().paces();
        if (paces.get(paces.size() - 1).ended() == 0) {
            wrong.add("no task ended any more when the database was as fast as before");
        }
    }

    private void judgeAnswers() {
        PushBack answers = course.pushBack();
        if (answers.refused() == 0) {
            wrong.add("no caller of /hello was turned away while the queue was full");
        }
        if (answers.otherwise() > 0) {
            wrong.add("%d callers of /hello were neither served nor told when to come again"
                    .formatted(answers.otherwise()));
        }
        if (course.maxPending() > options.tasks() * TOLERANCE) {
            wrong.add("%d tasks were in the queue, and %d may be".formatted(course.maxPending(), options.tasks()));
        }
    }

    private void judgeMemory() {
        course.memory().stream()
                .filter(use -> use.most() > use.limit())
                .forEach(use -> wrong.add(
                        "%s had %d MiB, and %d at most are well".formatted(use.process(), use.most(), use.limit())));
    }
}
