package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * A method of a Spring bean that runs under a lock. Each call acquires the lock, runs the method while the lease is
 * renewed, and releases the lock.
 *
 * <pre>
 * &#64;Locked(name = "invoice:#{#id}", timeToLive = "15s", maxWait = "5s")
 * public void pay(long id, &#64;Nullable Lease lease) {
 * </pre>
 *
 * <p><b>Calls.</b> As with any Spring annotation, only calls through the bean are intercepted, not those within the
 * class. The method must not be private, static or final. A method must not return a future or a publisher, whose work
 * would outlast the lock; with {@code @Async}, the whole call runs on the other thread, so it may.
 *
 * <p><b>Lease.</b> A parameter of type {@link Lease} receives the lease. Callers pass null.
 *
 * <p><b>Loss.</b> If the lease is lost before the method ends, the call throws a {@link LeaseLostException} afterwards. If
 * the method threw, this exception is added to the method's as suppressed. See also {@link #interruptOnLoss()}.
 *
 * <p><b>Transactions.</b> The lock encloses a transaction that begins with the method: it is released after the commit.
 * If the caller has a transaction, the lock is released after that one, and a warning is logged once per method. If the
 * lease is lost before, the caller's commit throws a {@link LeaseLostException}.
 *
 * <p><b>Start-up.</b> The application does not start if the annotation is invalid. Durations are numbers with a unit, such
 * as {@code 15s} or {@code 1m30s}, or in ISO 8601. Names, durations, backends and clients may contain property
 * placeholders, such as <code>${job.time-to-live:1m}</code>.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Locked {

    /** The same as {@link #name()}. */
    @AliasFor("name")
    String value() default "";

    /**
     * The name of the lock: text with expressions in <code>#{…}</code>, in the Spring Expression Language. An expression
     * refers to parameters by name ({@code #id}) or by index ({@code #p0}), to the call ({@code #root.target}, {@code
     * #root.targetClass}, {@code #root.method}, {@code #root.args}) and to beans ({@code @tenant}). The call fails if an
     * expression is null. Names by parameter need the compiler's option {@code -parameters}, which Spring Boot sets.
     */
    @AliasFor("value")
    String name() default "";

    /** The time after which the lease ends unless it is renewed: {@link LockRequest.WithoutTimeToLive#timeToLive}. */
    String timeToLive();

    /** The maximum time to wait for the lock; empty to try once. */
    String maxWait() default "";

    /** The time for which the lock stays contended after its grant: {@link LockRequest#minHold}; empty for none. */
    String minHold() default "";

    /** The limit of automatic renewal: {@link LockRequest#maxHold}; empty for none. */
    String maxHold() default "";

    /** Whether the lease is renewed while the method runs. If not, it is lost after its time to live. */
    boolean renewAutomatically() default true;

    /** The name of the backend, one of {@code lockrace.lock.backend} and {@code additional-backends}; empty for the former. */
    String backend() default "";

    /** The name of a {@link LockClient} bean to use instead of that of a backend; empty for none. */
    String client() default "";

    /** What a call does if other clients hold the lock, until the end of the wait. */
    OnContention onContention() default OnContention.THROW;

    /**
     * The name of a method of the same class to call instead if other clients hold the lock; empty for none. It has the
     * parameters of this method without the lease, a result of the same type, and may be private.
     */
    String fallback() default "";

    /** Whether the application must not start if the backend has no fencing tokens. */
    boolean requireFencing() default false;

    /**
     * Whether the thread of the method is interrupted if the lease is lost: {@link Lease#interruptOnLoss()}. The
     * interrupt status is cleared after the call.
     */
    boolean interruptOnLoss() default false;
}
