package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.BROKEN;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.scene.Member;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.EventLog;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;

/** Holds the holder's invoice up until a later holder has written its own. */
final class InvoiceHeldUp extends Fault {

    /** So short after the renewal's record that the pool does not ask for a sign of life first, which would be held up instead. */
    private static final Duration HOLD = Duration.ofMillis(1_400);

    /** After the renewal that comes after a second, and before the end of the work. */
    private static final Duration SHORTLY_BEFORE_THE_INVOICE = Duration.ofMillis(1_200);

    private static final Duration INVOICE_LIMIT = Duration.ofSeconds(3);

    /** Less than the worker waits for its database. */
    private static final Duration SUCCESSOR_LIMIT = Duration.ofSeconds(9);

    InvoiceHeldUp() {
        super(
                "invoice-held-up",
                "The holder checks its lease and sends its invoice; this is held up on the way to the database, and the"
                        + " holder cut off from the lock server, until a later holder has written.",
                Expectations.onLocal()
                        .on(RaceBackend.DATABASE, BROKEN, noCheckHelps("its tokens do, where the resource heeds them"))
                        .on(RaceBackend.MEMCACHED, BROKEN, noCheckHelps("it has no token that would"))
                        .on(RaceBackend.REDIS, BROKEN, noCheckHelps("its tokens do, where the resource heeds them")));
    }

    private static String noCheckHelps(String what) {
        return "no check of a lease guards what is under way already; " + what;
    }

    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(6);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        Member holder = scene.holder();
        scene.pauseUntilAfterGrant(SHORTLY_BEFORE_THE_INVOICE);
        holder.record().mode(Mode.FREEZE);
        if (!holder.record().awaitHeldRequest(INVOICE_LIMIT)) {
            throw new LabException(
                    "%s did not send its invoice within %d s".formatted(holder.name(), INVOICE_LIMIT.toSeconds()));
        }
        scene.lockNetwork(holder).forEach(network -> network.mode(Mode.FREEZE));
        scene.await(
                "an invoice of a later holder",
                SUCCESSOR_LIMIT,
                events -> events.invoices().stream().anyMatch(invoice -> isOfAnother(invoice, holder)));
        holder.record().mode(Mode.PASS);
        scene.lockNetwork(holder).forEach(network -> network.mode(Mode.PASS));
    }

    private static boolean isOfAnother(EventLog.Invoice invoice, Member holder) {
        return !invoice.worker().equals(holder.name());
    }
}
