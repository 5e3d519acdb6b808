package dev.lockrace.producer.access;

import dev.lockrace.service.http.ResponseHeaders;
import dev.lockrace.service.http.UnreadBodies;
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

    /** With any of them a caller's address is what he says it is. */
    private static final List<String> BELIEVED_HEADERS =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    /** Before the next, so that a refusal has them, too. */
    @Bean
    FilterRegistrationBean<ResponseHeaders> responseHeaders() {
        FilterRegistrationBean<ResponseHeaders> registration = new FilterRegistrationBean<>(new ResponseHeaders());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        // Tomcat refuses some requests before any filter, and then has only the error's page answer them.
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> unreadBodies() {
        return UnreadBodies.customizer();
    }

    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(
            ApiProperties properties, JsonMapper json, Environment environment) {
        if (!properties.hasToken() && believesHeaders(environment)) {
            throw new IllegalStateException(
                    "Where callers may say their own address, nobody knows who is on this machine:"
                            + " set lockrace.api.token (LOCKRACE_API_TOKEN), or %s=none and no server.tomcat.remoteip"
                                    .formatted(STRATEGY));
        }
        FilterRegistrationBean<AccessFilter> registration =
                new FilterRegistrationBean<>(new AccessFilter(properties, json));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    private static boolean believesHeaders(Environment environment) {
        return !environment.getProperty(STRATEGY, "none").equalsIgnoreCase("none")
                || BELIEVED_HEADERS.stream().anyMatch(environment::containsProperty);
    }
}
