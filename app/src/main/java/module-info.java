/** The {@code eckart} command and the reports that it writes. */
module org.eckart.app {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires org.eckart.data;
  requires org.eckart.recovery;
  requires org.eckart.bayes;
  requires info.picocli;
  requires org.apache.commons.statistics.distribution; // the exact law beside a sample of it
  requires tools.jackson.databind;
  requires java.desktop; // pictures in reports are PNG
  requires jdk.unsupported; // sun.misc.Signal: the first Ctrl-C stops in order, the second at once

  opens org.eckart.app.report to
      tools.jackson.databind; // the page holds its records as JSON
  opens org.eckart.app to
      info.picocli; // the options of the verbs are annotated fields
}
