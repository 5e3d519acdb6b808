package dev.lockrace.lab.faults;

import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.fault.Faults;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a fault's id. */
final class FaultConverter implements ITypeConverter<Fault> {

    @Override
    public Fault convert(String text) {
        return Faults.find(text)
                .orElseThrow(
                        () -> new TypeConversionException("must be one of %s, was: %s".formatted(Faults.ids(), text)));
    }
}
