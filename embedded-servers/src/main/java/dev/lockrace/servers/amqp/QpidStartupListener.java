package dev.lockrace.servers.amqp;

import java.io.IOException;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.jspecify.annotations.Nullable;

/** A listener that keeps the startup failure, which the broker reports in no other way. */
final class QpidStartupListener extends DefaultSystemLauncherListener {

    private volatile @Nullable RuntimeException failure;

    @Override
    public void errorOnStartup(RuntimeException e) {
        failure = e;
    }

    void rethrow() throws IOException {
        if (failure != null) {
            throw new IOException("the broker reported: " + failure.getMessage(), failure);
        }
    }
}
