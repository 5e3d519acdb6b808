package com.example.invoices;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Balances of accounts, which reject writes of holders that have lost their lock. */
@Repository
class Accounts {

    private final JdbcClient database;

    Accounts(JdbcClient database) {
        this.database = database;
    }

    /**
     * Books an amount.
     *
     * @param token the fencing token of the lock on this account
     * @throws StaleTokenException if a later holder of the lock has already written, or the account does not exist
     */
    void book(long account, long amount, long token) {
        int rows = database.sql("update account set balance = balance + ?, fence = ? where id = ? and fence <= ?")
                .params(amount, token, account, token)
                .update();
        if (rows != 1) {
            throw new StaleTokenException(
                    "Account %d does not exist, or rejected the stale token %d".formatted(account, token));
        }
    }

    /** A write of a holder that has lost its lock. */
    static final class StaleTokenException extends RuntimeException {

        StaleTokenException(String message) {
            super(message);
        }
    }
}
