package io.einvoicing.usage;

/**
 * Confirms that every record of a feed is durably in the ledger.
 *
 * @param recorded documents counted by this call
 * @param repeated documents that were counted before with the same content
 * @param late documents whose month had closed and that therefore count in the month of recording
 */
public record FeedReceipt(long recorded, long repeated, long late) {}
