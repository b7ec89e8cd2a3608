package io.einvoicing.http.api;

import io.einvoicing.usage.Reconciliation;
import java.time.LocalDate;
import java.util.List;

/**
 * Compares, for the exporting direction, completed submissions, ledger and roll-up.
 *
 * @param from first day in the tenant's billing zone
 * @param to last day
 * @param completed submissions that completed in the period
 * @param counted those of them that were counted
 * @param alreadyCounted those whose document an earlier run had counted
 * @param related those of a kind that never counts
 * @param ledger entries of the period in the ledger
 * @param fed entries among them that other systems counted
 * @param rolledUp documents of the period by the roll-up
 * @param differences everything that does not agree, at most 1,000
 * @param omitted differences beyond these
 */
public record ReconciliationView(
        LocalDate from,
        LocalDate to,
        long completed,
        long counted,
        long alreadyCounted,
        long related,
        long ledger,
        long fed,
        long rolledUp,
        List<Reconciliation.Difference> differences,
        long omitted) {
    public ReconciliationView {
        differences = List.copyOf(differences);
    }

    /** Shows a reconciliation. */
    public static ReconciliationView of(Reconciliation reconciliation) {
        return new ReconciliationView(
                reconciliation.period().first(),
                reconciliation.period().last(),
                reconciliation.completed(),
                reconciliation.counted(),
                reconciliation.alreadyCounted(),
                reconciliation.related(),
                reconciliation.ledger(),
                reconciliation.fed(),
                reconciliation.rolledUp(),
                reconciliation.differences(),
                reconciliation.omitted());
    }
}
