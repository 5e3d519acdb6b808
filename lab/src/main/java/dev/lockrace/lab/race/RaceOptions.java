package dev.lockrace.lab.race;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;

/**
 * The options of a race.
 *
 * @param backends in the order of the table's rows
 */
record RaceOptions(List<RaceBackend> backends, int workers, int tasks, Duration hold) {}
