package dev.lockrace.worker.task;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps the name {@code invoices_created_total}: the usual convention takes "created" at the end for the suffix of a
 * counter's birth time, and drops it.
 */
@Component
class InvoiceMetricNaming implements MeterRegistryCustomizer<PrometheusMeterRegistry>, NamingConvention {

    private final NamingConvention usual = new PrometheusNamingConvention();

    @Override
    public void customize(PrometheusMeterRegistry registry) {
        registry.config().namingConvention(this);
    }

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        return name.equals(TaskMetrics.INVOICES_CREATED) ? "invoices_created" : usual.name(name, type, baseUnit);
    }

    @Override
    public String tagKey(String key) {
        return usual.tagKey(key);
    }

    @Override
    public String tagValue(String value) {
        return usual.tagValue(value);
    }
}
