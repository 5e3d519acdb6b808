package com.example.invoices;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** The identity of this instance of the application. */
@Component
class Instance {

    private final String id = UUID.randomUUID().toString();

    String id() {
        return id;
    }
}
