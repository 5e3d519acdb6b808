package dev.lockrace.lock.spring;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/** Selects the bean of the application that leads to the server of the locks. */
final class StoreBeans {

    private StoreBeans() {}

    /**
     * Returns the bean that is marked with {@link LockStore}, else the primary or only one.
     *
     * @throws BackendNotSetUpException if there are several and none of them is marked or primary
     */
    static <T> Optional<T> select(
            Class<T> type, ObjectProvider<T> marked, ObjectProvider<T> all, ListableBeanFactory beans) {
        @Nullable T selected = marked.getIfUnique(() -> all.getIfUnique());
        String[] names = beans.getBeanNamesForType(type);
        if (selected == null && names.length > 1) {
            throw new BackendNotSetUpException(
                    "The store of the locks is ambiguous: there are %d beans of type %s (%s)."
                            .formatted(names.length, type.getSimpleName(), String.join(", ", names)),
                    "Annotate the one that leads to it with @LockStore or @Primary, or set the address under"
                            + " lockrace.lock.");
        }
        return Optional.ofNullable(selected);
    }
}
