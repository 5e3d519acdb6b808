import dev.lockrace.conformance.LockContract;
import dev.lockrace.conformance.fixture.LockFixture;
import dev.lockrace.lock.local.LocalLockBackend;

/** The conformance kit, applied to a backend. */
class BackendTest extends LockContract {

    private static final LocalLockBackend STORE = new LocalLockBackend();

    @Override
    public LockFixture fixture() {
        return () -> STORE;
    }
}
