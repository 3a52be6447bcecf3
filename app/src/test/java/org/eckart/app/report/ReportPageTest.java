package org.eckart.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {
  private static JsonNode data(String html) {
    Matcher found =
        Pattern.compile(
                "<script type=\"application/json\" id=\"report-data\">(.*?)</script>",
                Pattern.DOTALL)
            .matcher(html);
    assertThat(found.find()).isTrue();
    return JsonMapper.shared().readTree(found.group(1));
  }

  @Test
  void labelsComeBackAsTheyWereHoweverHostile() throws Exception {
    String html = ReportPage.html(SampleReports.full(SampleReports.MARKUP));
    JsonNode found = data(html);
    assertThat(found.at("/recommendations/list/2/label").asString())
        .isEqualTo(SampleReports.MARKUP);
    assertThat(found.at("/directions/0/columnsHigh/1/label").asString())
        .isEqualTo(SampleReports.MARKUP);
    assertThat(html.contains("<img src=x")).isFalse();
  }

  @Test
  void marksOfTheTemplateAreTextInsideData() throws Exception {
    String html = ReportPage.html(SampleReports.full("@SCRIPT@ @TITLE@ $1 \\"));
    assertThat(data(html).at("/recommendations/list/2/label").asString())
        .isEqualTo("@SCRIPT@ @TITLE@ $1 \\");
  }

  @Test
  void numbersThatAreNotFiniteAreLeftOpenAndTheLabelNaNIsNot() throws Exception {
    Report report = SampleReports.full("NaN");
    report =
        new Report(
            report.kind(),
            "a <b> & c",
            report.summary(),
            report.headlines(),
            java.util.List.of(new Report.TracePoint(1, Double.NaN, null)),
            report.gaps(),
            null,
            null,
            report.rankPath(),
            report.spectrum(),
            null,
            report.directions(),
            report.recommendations(),
            report.data(),
            report.options(),
            report.provenance(),
            report.warnings());
    String html = ReportPage.html(report);
    assertThat(data(html).at("/trace/0/train").isNull()).isTrue();
    assertThat(data(html).at("/recommendations/list/2/label").asString()).isEqualTo("NaN");
    assertThat(html.contains("<title>a &lt;b&gt; &amp; c · Eckart</title>")).isTrue();
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    String html = ReportPage.html(SampleReports.full("x"));
    assertThat(html.contains("<script src") || html.contains("<link rel=\"stylesheet\"")).isFalse();
    assertThat(html.contains("default-src 'none'")).isTrue();
  }
}
