package dev.lockrace.lab.soak;

import java.time.Duration;

/**
 * A fault that was injected during a soak.
 *
 * @param description a few words
 * @param endedTasks the number of tasks that had ended when the fault began
 * @param duration the time until servers and workers were restored
 */
record InjectedFault(String description, int endedTasks, Duration duration) {}
