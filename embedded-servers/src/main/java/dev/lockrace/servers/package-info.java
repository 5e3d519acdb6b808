/** The API of the embedded servers: what a server is, where clients reach it, and how it fails. */
@NullMarked
package dev.lockrace.servers;

import org.jspecify.annotations.NullMarked;
