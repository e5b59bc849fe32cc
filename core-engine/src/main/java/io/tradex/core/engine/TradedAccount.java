package io.tradex.core.engine;

import io.tradex.core.account.Account;
import io.tradex.core.order.OrderList;

/** An account with its live orders. */
final class TradedAccount {
    final Account account;
    final OrderList orders = OrderList.ofAccount();

    TradedAccount(final Account account) {
        this.account = account;
    }
}
