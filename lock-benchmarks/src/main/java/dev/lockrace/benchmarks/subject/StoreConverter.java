package dev.lockrace.benchmarks.subject;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A picocli converter of store names. */
public final class StoreConverter implements ITypeConverter<Store> {

    @Override
    public Store convert(String text) {
        return Arrays.stream(Store.values())
                .filter(store -> store.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be one of %s, was: %s".formatted(all(), text)));
    }

    private static String all() {
        return Arrays.stream(Store.values()).map(Store::label).collect(Collectors.joining(", "));
    }
}
