package io.tollgate.gateway.credit;

import io.tollgate.billing.adjustment.jdbc.Adjustments;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.payment.jdbc.PaymentBook;
import io.tollgate.billing.payment.jdbc.TopUps;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.renewal.jdbc.Contracts;
import io.tollgate.billing.upkeep.jdbc.Recharges;
import io.tollgate.billing.voucher.jdbc.Vouchers;
import io.tollgate.gateway.config.TollgateConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Makes the billing module's stores of credit over the application's data source. */
public final class CreditStores {
    @Produces
    @Singleton
    Transactions transactions(DataSource dataSource) {
        return new Transactions(dataSource);
    }

    @Produces
    @Singleton
    TopUps topUps(Database database) {
        return new TopUps(database);
    }

    @Produces
    @Singleton
    PaymentBook paymentBook(Transactions transactions, TollgateConfig config) {
        return new PaymentBook(transactions, config.payments().cardCountry());
    }

    @Produces
    @Singleton
    Vouchers vouchers(Transactions transactions, Database database) {
        return new Vouchers(transactions, database);
    }

    @Produces
    @Singleton
    Adjustments adjustments(Transactions transactions, Database database, TollgateConfig config) {
        return new Adjustments(transactions, database, config.credit().approvalWithin());
    }

    @Produces
    @Singleton
    Contracts contracts(Transactions transactions, Database database, TollgateConfig config) {
        TollgateConfig.Credit credit = config.credit();
        return new Contracts(
                transactions, database, new Contracts.Stages(credit.grace(), credit.suspension(), credit.holdBack()));
    }

    @Produces
    @Singleton
    Recharges recharges(Transactions transactions, Database database) {
        return new Recharges(transactions, database);
    }

    @Produces
    @Singleton
    Notices notices(Database database) {
        return new Notices(database);
    }
}
