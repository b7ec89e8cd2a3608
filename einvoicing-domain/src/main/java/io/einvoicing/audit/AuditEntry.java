package io.einvoicing.audit;

/**
 * A record with its place in the trail.
 *
 * @param id positive; a change that was made later has a greater one
 * @param entry what was changed
 */
public record AuditEntry(long id, AuditRecord entry) {}
