package com.example.invoices;

import dev.lockrace.lock.spring.annotation.Locked;
import dev.lockrace.lock.spring.annotation.OnContention;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** A scheduled job that runs on one instance per tick. */
@Component
class ExchangeRates {

    private final JdbcClient database;
    private final Instance instance;

    ExchangeRates(JdbcClient database, Instance instance) {
        this.database = database;
        this.instance = instance;
    }

    @Scheduled(cron = "${rates.cron}")
    @Locked(name = "rates", timeToLive = "1m", minHold = "${rates.min-hold}", onContention = OnContention.SKIP)
    public void update() {
        database.sql("insert into rate_update (updated_by) values (?)")
                .param(instance.id())
                .update();
    }
}
