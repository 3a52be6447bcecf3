/**
 * The {@code eckart} command. {@link org.eckart.app.Main} starts it; each verb is one class, found
 * by its name: {@code CompleteCommand} is {@code eckart complete}.
 *
 * <p>A verb adds words, not behaviour: it reads, calls the library, writes. What all verbs share
 * (exit status, JSON, progress, interruption, output folders) is in {@link org.eckart.app.Verb} and
 * the classes it names.
 */
@NullMarked
package org.eckart.app;

import org.jspecify.annotations.NullMarked;
