package io.einvoicing.access;

/** What an access token lets its bearer do ({@code roles} claim); environment lists may be demanded in addition. */
public enum Role {
    /** All administration of environments and features, usage reset and billing zone. */
    CONFIGURE,
    /** Submissions, their log, re-drive, decisions on unknown outcomes, usage feed. */
    SUBMIT,
    /** Reading usage, registering purchases, drill-down without file content. */
    USAGE,
    /** Tenants and service activation. */
    OPERATE
}
