package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.LATE;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.scene.Member;
import dev.lockrace.lab.faults.scene.Scene;
import java.time.Duration;

/** Cuts the holder off from the lock server, in one of three ways. */
final class HolderCutOff extends Fault {

    private final Mode mode;

    private HolderCutOff(String id, String sentence, Mode mode) {
        super(
                id,
                sentence,
                Expectations.none()
                        .onShared(
                                LATE,
                                "the holder hears of no renewal, treats its lease as lost before the store can have"
                                        + " ended it, writes nothing, and tries its task again"));
        this.mode = mode;
    }

    static HolderCutOff bySilence() {
        return new HolderCutOff(
                "holder-cut-off-by-silence",
                "Nothing passes between the holder and the lock server any more, though connections stay open, until"
                        + " its lease is over.",
                Mode.FREEZE);
    }

    static HolderCutOff byReset() {
        return new HolderCutOff(
                "holder-cut-off-by-reset",
                "All connections between the holder and the lock server are broken, and new ones too, until its lease is"
                        + " over.",
                Mode.CUT);
    }

    static HolderCutOff oneWay() {
        return new HolderCutOff(
                "holder-cut-off-one-way",
                "What the holder asks reaches the lock server, and no answer comes back, until its lease is over.",
                Mode.HOLD_ANSWERS);
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        Member holder = scene.holder();
        scene.lockNetwork(holder).forEach(network -> network.mode(mode));
        scene.pause(scene.pastTheLease());
        scene.lockNetwork(holder).forEach(network -> network.mode(Mode.PASS));
    }
}
