package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.scene.Crew;
import dev.lockrace.lab.faults.scene.Member;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.AttemptOutcome;
import java.time.Duration;

/** Sets two workers' clocks wrong, one of them the holder's. */
final class WorkerClockOff extends Fault {

    private static final Duration HOLD = Duration.ofSeconds(7);
    private static final Duration ERROR = Duration.ofMinutes(10);

    /** Past two renewals. */
    private static final Duration HALF = Duration.ofMillis(2_500);

    WorkerClockOff() {
        super(
                "worker-clock-off",
                "The wall clock of the holder jumps ten minutes back while it works, and that of another worker ten"
                        + " minutes ahead; then the other way round; then both are set right. A third's is right.",
                Expectations.onLocal()
                        .onShared(
                                HELD,
                                "no decision rests on a worker's wall clock: the store ends a lease by its own clock, and"
                                        + " the holder counts by its monotonic one"));
    }

    /** With time to shift the clocks on a busy machine. */
    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration length() {
        return HALF.multipliedBy(2).plusSeconds(2);
    }

    /** The first shift of a clock takes a second, the next ones little. */
    @Override
    public void prepare(Crew crew) {
        crew.members().forEach(member -> member.shiftClock(Duration.ZERO));
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        Member holder = scene.holder();
        Member other = anotherThan(holder, scene);
        shift(holder, ERROR.negated(), other, ERROR);
        scene.pause(HALF);
        shift(holder, ERROR, other, ERROR.negated());
        checkItMet(holder, scene);
        scene.pause(HALF);
        shift(holder, Duration.ZERO, other, Duration.ZERO);
    }

    private static Member anotherThan(Member holder, Scene scene) {
        return scene.crew().members().stream()
                .filter(member -> !member.equals(holder))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no other worker than " + holder.name()));
    }

    /** Without a lock among the workers the holder's work is too short for it, and broken whatever the clocks say. */
    private static void checkItMet(Member holder, Scene scene) {
        if (scene.backend().holdsAcrossProcesses() && scene.grant().outcome() == AttemptOutcome.INVOICED) {
            throw new LabException("%s had done its work before its clock had jumped twice".formatted(holder.name()));
        }
    }

    private static void shift(Member one, Duration ofOne, Member two, Duration ofTwo) {
        one.shiftClock(ofOne);
        two.shiftClock(ofTwo);
    }
}
