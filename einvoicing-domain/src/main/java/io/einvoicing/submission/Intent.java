package io.einvoicing.submission;

import io.einvoicing.document.StoredFile;
import java.time.Instant;

/**
 * The checkpoint before a call: from now on the request may have been sent. Until the outcome is known the stored request is read
 * back and never rebuilt.
 *
 * @param position place of the calling action in the pipeline, from 1
 * @param request the stored request with its SHA-256
 * @param idempotencyKey the same for every repetition of this request
 * @param recordedAt instant at which the intent was recorded
 */
public record Intent(int position, StoredFile request, String idempotencyKey, Instant recordedAt) {}
