package io.einvoicing.flow;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;

/**
 * A business document that is to be counted as usage: once for each {tenant, environment, direction, document}, whatever its number
 * of lines.
 *
 * @param tenant whose usage it is
 * @param environment through which it went
 * @param feature that processed it
 * @param direction issued or received
 * @param document which document
 * @param countedAt instant of counting; its day and month are taken in the tenant's billing zone
 * @param submission whose flow completed
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-usage-management-dashboard">
 *     Source: Usage management dashboard, counting criteria, dated 2021-05-07</a>
 */
public record CountedDocument(
        TenantId tenant,
        EnvironmentId environment,
        FeatureId feature,
        Direction direction,
        BusinessDocumentKey document,
        Instant countedAt,
        SubmissionId submission) {}
