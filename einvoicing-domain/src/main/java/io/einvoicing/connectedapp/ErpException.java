package io.einvoicing.connectedapp;

import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.Finding;

/** Says that a connected application did not do what was asked. A write may have taken effect after UNREACHABLE or INVALID_ANSWER. */
public final class ErpException extends EinvoicingException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What went wrong, with the field of the application that is most likely at fault, and the remedy. */
    public enum Problem {
        /** The authority has no such directory. */
        WRONG_TENANT("tenant", "set the directory in which the application is registered"),
        /** The authority does not know the client, or not with this secret. */
        WRONG_CREDENTIALS("credentials", "check the client id, and put the client's current secret into the key vault"),
        /** The directory has no application of this address. */
        UNKNOWN_RESOURCE("applicationUrl", "check the address, and that the application is registered in the tenant"),
        /** The application does not accept the authority's token. */
        TOKEN_NOT_ACCEPTED(
                "tenant", "check the tenant, and register the client in the application as one that may call it"),
        /** The application accepts the client, which lacks a permission there. */
        NO_PERMISSION("credentials.clientId", "give the client the permission to read and write application setups"),
        /** The application does not speak the protocol under this address. */
        NOT_FOUND("applicationUrl", "check the address, and install the application's electronic invoicing connector"),
        /** The authority gave no token, for it was not reached or said so. */
        AUTHORITY_UNREACHABLE(
                "tenant",
                "repeat later; if it goes on, have the operator check the service's token endpoint and network"),
        /** There was no answer, or only that there is none now. */
        UNREACHABLE("applicationUrl", "check the address and whether the application runs, then repeat"),
        /** The other side does not speak TLS, or its certificate is not trusted. */
        NOT_TLS("applicationUrl", "use an https address whose certificate is valid for its host"),
        /** The answer is not of the protocol. */
        INVALID_ANSWER("applicationUrl", "check the address, and the version of the application's connector"),
        /** The application does not take the setup, such as one whose mapping it does not have. */
        REFUSED("applicationSetups", "correct the setup in a new version, or what it refers to in the application"),
        /** Somebody changed the setup in the application between reading and writing. */
        CHANGED_MEANWHILE("applicationUrl", "repeat the deployment");

        private final String field;
        private final String remedy;

        Problem(String field, String remedy) {
            this.field = field;
            this.remedy = remedy;
        }
    }

    /** @param message for people; never holds a secret or a token */
    public ErpException(Problem problem, String message) {
        super(message, null);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /** Returns what is wrong, where, and what to do. */
    public Finding finding() {
        return Finding.error(problem.field, String.valueOf(getMessage()), problem.remedy);
    }

    /** Tells whether a further call to the same application would fail alike. */
    public boolean concernsAllCalls() {
        return switch (problem) {
            case WRONG_TENANT,
                    WRONG_CREDENTIALS,
                    UNKNOWN_RESOURCE,
                    TOKEN_NOT_ACCEPTED,
                    NO_PERMISSION,
                    AUTHORITY_UNREACHABLE,
                    UNREACHABLE,
                    NOT_TLS -> true;
            case NOT_FOUND, INVALID_ANSWER, REFUSED, CHANGED_MEANWHILE -> false;
        };
    }
}
