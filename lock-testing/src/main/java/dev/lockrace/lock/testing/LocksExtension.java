package dev.lockrace.lock.testing;

import dev.lockrace.lock.LockClient;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Creates {@link InMemoryLocks} for each test, and closes them after it. A test or a {@code @BeforeEach} method declares
 * a parameter of the type {@code InMemoryLocks} or {@link LockClient}:
 *
 * <pre>{@code
 * @ExtendWith(LocksExtension.class)
 * class InvoicesTest {
 *
 *     @Test
 *     void an_invoice_is_created_once(InMemoryLocks locks) { … }
 * }
 * }</pre>
 */
public final class LocksExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(LocksExtension.class);

    /** Called by JUnit. */
    public LocksExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put(InMemoryLocks.class, new InMemoryLocks());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        locks(context).close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Executable executable = parameter.getDeclaringExecutable();
        return (type == InMemoryLocks.class || type == LockClient.class)
                && executable instanceof Method
                && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        InMemoryLocks locks = locks(context);
        return parameter.getParameter().getType() == InMemoryLocks.class ? locks : locks.client();
    }

    private static InMemoryLocks locks(ExtensionContext context) {
        return Objects.requireNonNull(store(context).get(InMemoryLocks.class, InMemoryLocks.class));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
