package dev.lockrace.worker.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.stereotype.Component;

/**
 * A naming convention that keeps {@code invoices_created_total}. The default convention drops a final "created", since
 * it reads it as the suffix of a counter's creation time.
 */
@Component
class InvoiceMetricNaming implements MeterRegistryCustomizer<PrometheusMeterRegistry>, NamingConvention {

    private final NamingConvention standard = new PrometheusNamingConvention();

    @Override
    public void customize(PrometheusMeterRegistry registry) {
        registry.config().namingConvention(this);
    }

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        return name.equals(TaskMetrics.INVOICES_CREATED) ? "invoices_created" : standard.name(name, type, baseUnit);
    }

    @Override
    public String tagKey(String key) {
        return standard.tagKey(key);
    }

    @Override
    public String tagValue(String value) {
        return standard.tagValue(value);
    }
}
