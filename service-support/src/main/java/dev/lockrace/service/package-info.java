/** How a service is started, alone or as the child of a command. */
@NullMarked
package dev.lockrace.service;

import org.jspecify.annotations.NullMarked;
