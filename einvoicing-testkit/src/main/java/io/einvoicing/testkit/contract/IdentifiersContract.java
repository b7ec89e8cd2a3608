package io.einvoicing.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.kernel.port.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Identifiers} promises: it never gives one twice, whoever asks. */
public abstract class IdentifiersContract {
    private static final int THREADS = 4;
    private static final int EACH = 5_000;

    /** Returns the generator under test. */
    protected abstract Identifiers createIdentifiers();

    @Test
    void givesNoIdentifierTwiceToThreadsAtOnce() throws Exception {
        Identifiers identifiers = createIdentifiers();
        List<List<UUID>> drawn;
        try (Race race = new Race(THREADS)) {
            drawn = race.run(thread -> () -> draw(identifiers));
        }

        Set<UUID> different = new HashSet<>();
        drawn.forEach(different::addAll);
        assertThat(different).hasSize(THREADS * EACH);
    }

    @Test
    void givesLaterIdentifiersThatSortLater() {
        List<UUID> drawn = draw(createIdentifiers());

        // As text: UUID compares its halves as signed numbers, databases compare the bytes.
        assertThat(drawn).extracting(UUID::toString).isSorted();
    }

    private static List<UUID> draw(Identifiers identifiers) {
        List<UUID> drawn = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            drawn.add(identifiers.next());
        }
        return drawn;
    }
}
