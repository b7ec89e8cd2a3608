package io.einvoicing.submission;

import java.time.Instant;

/**
 * Retries used up by the action that fails at present, and by those before it that it made run again.
 *
 * @param position place of that action in the pipeline, from 1
 * @param used retries started so far
 * @param firstFailureAt instant of its first failure
 */
public record Retries(int position, int used, Instant firstFailureAt) {}
