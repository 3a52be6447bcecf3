/** Micro-benchmarks of the loops that fits spend their time in, by JMH. */
@NullMarked
package org.eckart.bench.micro;

import org.jspecify.annotations.NullMarked;
