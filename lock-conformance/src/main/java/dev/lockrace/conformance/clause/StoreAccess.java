package dev.lockrace.conformance.clause;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Lets the tests of a class use their store in parallel, except for those that stop it. */
public final class StoreAccess implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        return Set.of(new Lock(
                "store of " + testClass.getName(),
                testMethod.isAnnotationPresent(StopsStore.class)
                        ? ResourceAccessMode.READ_WRITE
                        : ResourceAccessMode.READ));
    }
}
