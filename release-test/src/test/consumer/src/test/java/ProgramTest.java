import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgramTest {

    @Test
    void the_work_excludes_itself() {
        Program program = new Program();
        AtomicBoolean nested = new AtomicBoolean(true);

        assertTrue(program.run(() -> nested.set(program.run(() -> {}))));
        assertFalse(nested.get());
    }
}
