package io.einvoicing.benchmarks.soak;

import java.time.Duration;

/**
 * What a soak does in its time; short ones are scaled down.
 *
 * @param time how long faults are injected
 * @param kills how many worker processes are killed
 * @param perSecond documents submitted per second at most
 * @param perSecondInOutage the same while the authority is down, for all of them are tried again and again
 * @param poisoned documents that kill whoever runs them
 * @param authorityOutage how long the authority is down in one piece
 * @param lasting how long other faults last
 * @param shortly how long the killed database stays down
 * @param gap pause between two faults
 * @param lease lease of the nodes
 * @param longestWait longest wait between two retries
 * @param archivesClasses whether the nodes share an archive of their classes, which takes half a minute to make
 */
record SoakPlan(
        Duration time,
        int kills,
        double perSecond,
        double perSecondInOutage,
        int poisoned,
        Duration authorityOutage,
        Duration lasting,
        Duration shortly,
        Duration gap,
        Duration lease,
        Duration longestWait,
        boolean archivesClasses) {
    /** From this length on nothing is scaled. */
    private static final int LONG = 30;

    static SoakPlan of(int minutes, int kills) {
        boolean unscaled = minutes >= LONG;
        return new SoakPlan(
                Duration.ofMinutes(minutes),
                kills,
                unscaled ? 20 : 25,
                unscaled ? 10 : 25,
                unscaled ? 5 : 1,
                unscaled ? Duration.ofMinutes(10) : Duration.ofSeconds(6),
                unscaled ? Duration.ofSeconds(6) : Duration.ofSeconds(2),
                unscaled ? Duration.ofSeconds(3) : Duration.ofMillis(500),
                unscaled ? Duration.ofSeconds(3) : Duration.ofMillis(700),
                unscaled ? Duration.ofSeconds(15) : Duration.ofSeconds(3),
                unscaled ? Duration.ofSeconds(60) : Duration.ofSeconds(1),
                unscaled);
    }

    /** Seven in each minute, so that half an hour has over two hundred. */
    static int usualKills(int minutes) {
        return 7 * minutes;
    }
}
