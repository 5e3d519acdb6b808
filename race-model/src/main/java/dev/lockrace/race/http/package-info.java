/** What every HTTP answer of the services has, on every port. */
@NullMarked
package dev.lockrace.race.http;

import org.jspecify.annotations.NullMarked;
