package dev.lockrace.service.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * The security headers and request limits of the management port, which has its own context if it is a separate port.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementHttpConfiguration {

    @Bean
    FilterRegistrationBean<ResponseHeaders> managementResponseHeaders() {
        FilterRegistrationBean<ResponseHeaders> registration = new FilterRegistrationBean<>(new ResponseHeaders());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> managementUnreadBodyValve() {
        return UnreadBodyValve.customizer();
    }
}
