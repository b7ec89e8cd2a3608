package io.einvoicing.usage;

import java.util.List;

/**
 * Compares what completed with what is in the ledger and with what the roll-up says. The sums are those of the exporting direction;
 * the roll-up is compared with the ledger in both.
 *
 * @param period days in the billing zone
 * @param completed submissions that completed in the period
 * @param counted those of them that were counted
 * @param alreadyCounted those whose document an earlier run had counted
 * @param related those of a kind that never counts
 * @param ledger entries of the period in the ledger
 * @param fed entries among them that no submission of ours stands behind
 * @param rolledUp documents of the period by the roll-up, with what is not folded yet
 * @param differences everything that does not agree, up to a limit
 * @param omitted differences beyond the limit
 */
public record Reconciliation(
        DayPeriod period,
        long completed,
        long counted,
        long alreadyCounted,
        long related,
        long ledger,
        long fed,
        long rolledUp,
        List<Difference> differences,
        long omitted) {
    /** Most differences that are named. */
    public static final int MAX_DIFFERENCES = 1_000;

    /**
     * One thing that does not agree.
     *
     * @param kind what sort of difference
     * @param subject which submission, document or figure
     * @param text what each side says
     */
    public record Difference(Kind kind, String subject, String text) {}

    /** Sort of difference. */
    public enum Kind {
        /** A submission says that it was counted, and the ledger has no entry of its document. */
        COUNTED_WITHOUT_ENTRY,
        /** An entry names a submission that does not exist or does not say that it was counted. */
        ENTRY_WITHOUT_COUNTED_SUBMISSION,
        /** Ledger and roll-up disagree for a day, environment, feature and direction. */
        ROLL_UP_DIFFERS
    }

    public Reconciliation {
        differences = List.copyOf(differences);
    }

    /** Tells whether all three agree. */
    public boolean agrees() {
        return differences.isEmpty() && omitted == 0;
    }
}
