package dev.lockrace.lab.race;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;

/**
 * What the caller asked for.
 *
 * @param backends in the order of the rows
 */
record RaceOptions(List<RaceBackend> backends, int workers, int tasks, Duration hold) {}
