package dev.lockrace.producer.access;

import dev.lockrace.service.http.ResponseHeaders;
import dev.lockrace.service.http.UnreadBodyValve;
import jakarta.servlet.DispatcherType;
import java.util.List;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final String STRATEGY = "server.forward-headers-strategy";

    /** With any of these settings, the caller's address is whatever its headers claim. */
    private static final List<String> TRUSTED_HEADERS =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    /** Ordered before the access filter, so that its rejections have the headers too. */
    @Bean
    FilterRegistrationBean<ResponseHeaders> responseHeaders() {
        FilterRegistrationBean<ResponseHeaders> registration = new FilterRegistrationBean<>(new ResponseHeaders());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        // Tomcat rejects some requests before any filter and answers them by an error dispatch only.
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> unreadBodyValve() {
        return UnreadBodyValve.customizer();
    }

    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(
            ApiProperties properties, JsonMapper json, Environment environment) {
        if (!properties.hasToken() && trustsHeaders(environment)) {
            throw new IllegalStateException(
                    "Request headers may replace the caller's address, so local callers cannot be recognized:"
                            + " set lockrace.api.token (LOCKRACE_API_TOKEN), or set %s=none and remove server.tomcat.remoteip.*"
                                    .formatted(STRATEGY));
        }
        FilterRegistrationBean<AccessFilter> registration =
                new FilterRegistrationBean<>(new AccessFilter(properties, json));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    private static boolean trustsHeaders(Environment environment) {
        return !environment.getProperty(STRATEGY, "none").equalsIgnoreCase("none")
                || TRUSTED_HEADERS.stream().anyMatch(environment::containsProperty);
    }
}
