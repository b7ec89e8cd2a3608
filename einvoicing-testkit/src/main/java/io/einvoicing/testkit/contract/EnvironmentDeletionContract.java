package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.environment.port.EnvironmentRepository.Deletion;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.submission.port.SubmissionRepository.Creation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EnvironmentRepository} does when an environment is deleted, and what the stores of submissions and deployments do
 * then. All factories give ports of the same store.
 */
public abstract class EnvironmentDeletionContract {
    /** So many that both sides of a race win some. */
    private static final int ROUNDS = 12;

    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    protected abstract EnvironmentRepository createUnreachableEnvironments() throws Exception;

    protected abstract FeatureRepository createFeatures() throws Exception;

    protected abstract SubmissionRepository createSubmissions() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void isFoundByNobodyOnceItIsDeleted() throws Exception {
        ServiceEnvironment environment =
                saved(anEnvironment().published().build()).edit(Maximal.settings());
        createEnvironments().save(environment, aStamp("environment.edit"));

        assertThat(delete(environment)).isEqualTo(Deletion.DONE);

        EnvironmentRepository environments = createEnvironments();
        assertThat(environments.find(environment.tenant(), environment.id())).isEmpty();
        assertThat(environments.list(environment.tenant(), Optional.empty(), 1).items())
                .isEmpty();
        assertThat(environments.exists(environment.tenant(), environment.name()))
                .isFalse();
        assertThat(environments.latest(environment.tenant(), environment.name()))
                .isEmpty();
        assertThat(environments.latest(environment.tenant(), environment.id())).isEmpty();
        assertThat(environments.snapshots(environment.tenant(), environment.id(), Optional.empty(), 10))
                .isEmpty();
        assertThat(environments.snapshot(environment.tenant(), environment.id(), 1))
                .isEmpty();
    }

    @Test
    void keepsTheNameOfADeletedEnvironmentTaken() throws Exception {
        ServiceEnvironment environment = saved(anEnvironment().build());
        delete(environment);

        assertThat(createEnvironments()
                        .save(
                                anEnvironment()
                                        .of(environment.tenant())
                                        .named(environment.name())
                                        .build(),
                                aStamp("environment.create")))
                .isEqualTo(SaveResult.NAME_TAKEN);
        ServiceEnvironment other =
                saved(anEnvironment().of(environment.tenant()).named("Test").build());
        assertThat(createEnvironments().save(other.rename(environment.name()), aStamp("environment.rename")))
                .isEqualTo(SaveResult.NAME_TAKEN);
    }

    @Test
    void freesTheContainer() throws Exception {
        ServiceEnvironment environment =
                saved(anEnvironment().publishedTo("https://contoso/c").build());
        delete(environment);

        saved(anEnvironment()
                .of(environment.tenant())
                .named("Other")
                .publishedTo("https://contoso/c")
                .build());
    }

    @Test
    void refusesWhoReadAnOlderRevisionOrDeletesAgain() throws Exception {
        ServiceEnvironment read = saved(anEnvironment().build());
        ServiceEnvironment current = read.edit(Maximal.settings());
        createEnvironments().save(current, aStamp("environment.edit"));

        assertThat(delete(read)).isEqualTo(Deletion.STALE);
        assertThat(createEnvironments().find(read.tenant(), read.id())).contains(current);
        assertThat(delete(anEnvironment().build())).isEqualTo(Deletion.STALE);

        assertThat(delete(current)).isEqualTo(Deletion.DONE);
        assertThat(delete(current)).isEqualTo(Deletion.STALE);
        assertThat(createEnvironments().save(current.edit(Maximal.settings()), aStamp("environment.edit")))
                .isEqualTo(SaveResult.STALE);
        assertThat(createAuditTrail().newest(read.tenant(), 10)).hasSize(3);
    }

    @Test
    void writesWhoDeletedWhatTogetherWithTheDeletion() throws Exception {
        ServiceEnvironment environment = saved(anEnvironment().build());
        AuditStamp stamp = aStamp("environment.delete");

        createEnvironments().delete(environment, stamp);

        AuditRecord record = createAuditTrail().newest(environment.tenant(), 1).get(0);
        assertThat(record.stamp()).isEqualTo(stamp);
        assertThat(record.subject()).isEqualTo("environment/" + environment.id());
        assertThat(record.before()).hasValueSatisfying(text -> assertThat(text).contains(environment.name()));
        assertThat(record.after()).isEmpty();
    }

    @Test
    void refusesWhileDeploymentsStandAndSubmissionsAreInProcess() throws Exception {
        ServiceEnvironment environment = saved(anEnvironment().published().build());
        ServiceEnvironment other = saved(anEnvironment()
                .of(environment.tenant())
                .named("Other")
                .published()
                .build());
        FeatureVersion version = created(environment);
        Deployment later = deployment(version, environment.id(), NOW.plusSeconds(86_400));
        deploy(later, version);
        Submission submission = submission(environment);
        createSubmissions().create(submission);
        createSubmissions().create(submission(environment));

        assertThat(delete(environment)).isEqualTo(new Deletion(SaveResult.SAVED, 1, 2));

        assertThat(createEnvironments().find(environment.tenant(), environment.id()))
                .contains(environment);
        assertThat(createAuditTrail().newest(environment.tenant(), 10))
                .extracting(record -> record.stamp().operation())
                .doesNotContain("environment.delete");
        assertThat(delete(other)).isEqualTo(Deletion.DONE);

        createFeatures().cancel(later.cancel(NOW), aStamp("feature.cancelDeployment"));
        assertThat(delete(environment)).isEqualTo(new Deletion(SaveResult.SAVED, 0, 2));
    }

    @Test
    void allowsItOnceDeploymentsAreCanceledAndSubmissionsHaveEnded() throws Exception {
        ServiceEnvironment environment = saved(anEnvironment().published().build());
        FeatureVersion version = created(environment);
        Deployment deployment = deployment(version, environment.id(), NOW);
        deploy(deployment, version);
        Submission submission = submission(environment);
        createSubmissions().create(submission);
        createFeatures().cancel(deployment.cancel(NOW), aStamp("feature.cancelDeployment"));
        createSubmissions().cancel(environment.tenant(), submission.id(), NOW);

        assertThat(delete(environment)).isEqualTo(Deletion.DONE);

        assertThat(createSubmissions().find(environment.tenant(), submission.id()))
                .as("what was submitted stays readable")
                .isPresent();
        assertThat(createSubmissions().create(submission))
                .as("a repeat of what was accepted")
                .isEqualTo(Creation.CREATED);
    }

    @Test
    void letsNothingIntoADeletedEnvironment() throws Exception {
        ServiceEnvironment environment = saved(anEnvironment().published().build());
        FeatureVersion version = created(environment);
        delete(environment);
        Submission submission = submission(environment);
        Deployment deployment = deployment(version, environment.id(), NOW);

        assertThat(createSubmissions().create(submission)).isEqualTo(Creation.ENVIRONMENT_DELETED);
        assertThat(createFeatures().deploy(deployment, version, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.GONE);

        assertThat(createSubmissions().find(environment.tenant(), submission.id()))
                .isEmpty();
        assertThat(createFeatures().deployments(environment.tenant(), environment.id()))
                .isEmpty();
    }

    @Test
    void ofADeletionAndSubmissionsAtOneInstantOneSideIsRefused() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        SubmissionRepository submissions = createSubmissions();
        try (Race race = new Race(6)) {
            for (int round = 0; round < ROUNDS; round++) {
                ServiceEnvironment environment =
                        saved(anEnvironment().published().build());
                List<Boolean> answers = race.run(i -> i == 0
                        ? () -> !environments
                                .delete(environment, aStamp("environment.delete"))
                                .isInUse()
                        : accepted(submissions, submission(environment)));

                boolean deleted = answers.get(0);
                if (deleted) {
                    assertThat(answers.subList(1, 6)).as("accepted").containsOnly(false);
                } else {
                    assertThat(answers.subList(1, 6)).as("accepted").containsOnly(true);
                }
            }
        }
    }

    private static Callable<Boolean> accepted(SubmissionRepository submissions, Submission submission) {
        return () -> submissions.create(submission) == Creation.CREATED;
    }

    @Test
    void ofADeletionAndADeploymentAtOneInstantOneIsRefused() throws Exception {
        EnvironmentRepository environments = createEnvironments();
        FeatureRepository features = createFeatures();
        try (Race race = new Race(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                ServiceEnvironment environment =
                        saved(anEnvironment().published().build());
                FeatureVersion version = created(environment);
                Deployment deployment = deployment(version, environment.id(), NOW);
                List<Boolean> answers = race.run(i -> i == 0
                        ? () -> !environments
                                .delete(environment, aStamp("environment.delete"))
                                .isInUse()
                        : () -> features.deploy(deployment, version, aStamp("feature.deploy")) == SaveResult.SAVED);

                assertThat(answers).containsOnlyOnce(true);
            }
        }
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        EnvironmentRepository unreachable = createUnreachableEnvironments();
        ServiceEnvironment environment = anEnvironment().build();
        Outages.assertUnavailable(
                () -> unreachable.delete(environment, aStamp("environment.delete")),
                () -> unreachable.snapshots(environment.tenant(), environment.id(), Optional.empty(), 10),
                () -> unreachable.snapshot(environment.tenant(), environment.id(), 1));
    }

    private Deletion delete(ServiceEnvironment environment) throws Exception {
        return createEnvironments().delete(environment, aStamp("environment.delete"));
    }

    private ServiceEnvironment saved(ServiceEnvironment environment) throws Exception {
        assertThat(createEnvironments().save(environment, aStamp("environment.create")))
                .isEqualTo(SaveResult.SAVED);
        return environment;
    }

    private FeatureVersion created(ServiceEnvironment environment) throws Exception {
        FeatureVersion version =
                aFeatureVersion().of(environment.tenant()).published().build();
        assertThat(createFeatures().create(featureOf(version), version, aStamp("feature.create")))
                .isEqualTo(SaveResult.SAVED);
        return version;
    }

    private void deploy(Deployment deployment, FeatureVersion version) throws Exception {
        assertThat(createFeatures().deploy(deployment, version, aStamp("feature.deploy")))
                .isEqualTo(SaveResult.SAVED);
    }

    private static Submission submission(ServiceEnvironment environment) {
        return aSubmission().to(environment).build();
    }
}
