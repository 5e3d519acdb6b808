package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.BROKEN;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.Worker;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.event.EventLog;
import java.time.Duration;

/** A delay of the holder's invoice until a later holder has written its own. */
final class WriteDelayed extends Fault {

    /**
     * Ends so soon after the renewal is recorded that the connection pool does not validate the connection first.
     * Otherwise the validation would be delayed instead of the invoice.
     */
    private static final Duration HOLD = Duration.ofMillis(1_400);

    /** After the renewal, which is due after one second, and before the end of the work. */
    private static final Duration JUST_BEFORE_INVOICE = Duration.ofMillis(1_200);

    private static final Duration INVOICE_TIMEOUT = Duration.ofSeconds(3);

    /** Shorter than the worker's timeout for its database. */
    private static final Duration SUCCESSOR_TIMEOUT = Duration.ofSeconds(9);

    private static final String TOKEN_HELPS = "a fencing token helps if the resource checks it";

    WriteDelayed() {
        super(
                "write-delayed",
                "The holder checks its lease and sends its invoice. The invoice is delayed on its way to the database, and"
                        + " the holder partitioned from the lock server, until a later holder has written.",
                Expectations.onLocal()
                        .on(RaceBackend.DATABASE, BROKEN, noCheckHelps(TOKEN_HELPS))
                        .on(RaceBackend.MEMCACHED, BROKEN, noCheckHelps("it offers no fencing token, which would help"))
                        .on(RaceBackend.REDIS, BROKEN, noCheckHelps(TOKEN_HELPS)));
    }

    private static String noCheckHelps(String remedy) {
        return "checking a lease does not protect a write that is already in flight; " + remedy;
    }

    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(6);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        Worker holder = context.holder();
        Network eventDatabase = holder.networks().eventDatabase();
        context.sleepUntilAfterGrant(JUST_BEFORE_INVOICE);
        eventDatabase.mode(Mode.STALL);
        if (!eventDatabase.awaitHeldRequest(INVOICE_TIMEOUT)) {
            throw new LabException(
                    "%s did not send its invoice within %d s".formatted(holder.name(), INVOICE_TIMEOUT.toSeconds()));
        }
        context.lockNetwork(holder).forEach(network -> network.mode(Mode.STALL));
        context.await(
                "an invoice of a later holder",
                SUCCESSOR_TIMEOUT,
                events -> events.invoices().stream().anyMatch(invoice -> isOfAnother(invoice, holder)));
        eventDatabase.mode(Mode.FORWARD);
        context.lockNetwork(holder).forEach(network -> network.mode(Mode.FORWARD));
    }

    private static boolean isOfAnother(EventLog.Invoice invoice, Worker holder) {
        return !invoice.worker().equals(holder.name());
    }
}
