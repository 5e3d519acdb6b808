package dev.lockrace.lab.cli;

import dev.lockrace.race.RaceBackend;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a backend's name. */
public final class BackendConverter implements ITypeConverter<RaceBackend> {

    @Override
    public RaceBackend convert(String text) {
        return RaceBackend.find(text)
                .orElseThrow(() ->
                        new TypeConversionException("must be one of %s, was: %s".formatted(RaceBackend.ids(), text)));
    }
}
