package dev.lockrace.service.http;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Sets the headers and bounds slow bodies on the management port, which Spring Boot gives a context of its own where it is not the only one. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementHeaders {

    @Bean
    FilterRegistrationBean<ResponseHeaders> managementResponseHeaders() {
        FilterRegistrationBean<ResponseHeaders> registration = new FilterRegistrationBean<>(new ResponseHeaders());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> managementUnreadBodies() {
        return UnreadBodies.customizer();
    }
}
