package dev.lockrace.conformance.mutant;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The main class of a process that runs tests until the first one fails. */
final class SelectedTests implements TestExecutionListener {

    static final int PASSED = 0;
    static final int FAILED = 10;
    static final int NO_TEST = 11;
    static final String FAILURE = "First failure: ";

    private final AtomicInteger passed = new AtomicInteger();

    private SelectedTests() {}

    public static void main(String[] tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(tests).map(SelectedTests::selector).toList())
                .build();
        SelectedTests listener = new SelectedTests();
        LauncherFactory.create().execute(request, listener);
        Runtime.getRuntime().halt(listener.passed.get() == 0 ? NO_TEST : PASSED);
    }

    private static DiscoverySelector selector(String test) {
        String name = "dev.lockrace." + test;
        return name.contains("#") ? selectMethod(name) : selectClass(name);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() != Status.SUCCESSFUL) {
            result.getThrowable().ifPresent(Throwable::printStackTrace);
            System.out.println(FAILURE + test.getLegacyReportingName());
            System.out.flush();
            Runtime.getRuntime().halt(FAILED); // the servers end with this process
        }
        if (test.isTest()) {
            passed.incrementAndGet();
        }
    }
}
