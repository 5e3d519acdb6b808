package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.lockrace.testsupport.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class DirectoryCacheTest {

    private static final int THREADS = 4;
    private static final int TIMEOUT_SECONDS = 20;

    private final Path directory = TestDirectories.unused("cache");
    private final DirectoryCache cache = new DirectoryCache(directory);

    @AfterEach
    void delete() throws IOException {
        Directories.delete(directory);
    }

    @Test
    void a_directory_is_created_once() throws Exception {
        Path created = cache.getOrCreate("it", empty -> Files.writeString(empty.resolve("file"), "first"));
        Path again = cache.getOrCreate("it", empty -> Files.writeString(empty.resolve("file"), "second"));

        assertThat(again).isEqualTo(created);
        assertThat(created.resolve("file")).hasContent("first");
    }

    @Test
    void concurrent_creation_results_in_one_complete_directory() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        Callable<Path> creation = () -> cache.getOrCreate("it", empty -> {
            await(barrier);
            Files.createDirectories(empty.resolve("a/b"));
        });
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Path>> created = threads.invokeAll(
                    List.of(creation, creation, creation, creation), TIMEOUT_SECONDS, TimeUnit.SECONDS);
            for (Future<Path> path : created) {
                assertThat(path.get().resolve("a/b")).isDirectory();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(directory).isDirectoryContaining("glob:**/it").isDirectoryNotContaining("glob:**.creating-*");
    }

    @Test
    void a_failed_creation_leaves_nothing() {
        assertThatIOException()
                .isThrownBy(() -> cache.getOrCreate("it", empty -> {
                    Files.writeString(empty.resolve("file"), "incomplete");
                    throw new IOException("disk full");
                }))
                .withMessage("disk full");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void incomplete_directories_of_exited_processes_are_deleted() throws Exception {
        Process exited = new ProcessBuilder("true").start();
        assertThat(exited.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Path dead = directory.resolve("it.creating-%d-0a".formatted(exited.pid()));
        Path alive = directory.resolve(
                "it.creating-%d-0b".formatted(ProcessHandle.current().pid()));
        Files.createDirectories(dead.resolve("inside"));
        Files.createDirectories(alive);

        cache.getOrCreate("it", empty -> {});

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
