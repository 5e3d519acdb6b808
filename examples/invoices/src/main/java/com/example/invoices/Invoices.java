package com.example.invoices;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The invoices of orders. */
@Repository
class Invoices {

    private final JdbcClient database;

    Invoices(JdbcClient database) {
        this.database = database;
    }

    /** Returns the number of the order's invoice. Creates it if there is none. The caller holds the lock of the order. */
    long findOrCreate(long order) {
        return database.sql("select number from invoice where order_id = ?")
                .param(order)
                .query(Long.class)
                .optional()
                .orElseGet(() -> create(order));
    }

    private long create(long order) {
        return database.sql("insert into invoice (order_id) values (?) returning number")
                .param(order)
                .query(Long.class)
                .single();
    }
}
