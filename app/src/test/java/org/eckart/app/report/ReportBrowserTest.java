package org.eckart.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * The page in a real browser, headless. Needs Chromium and its driver on the PATH (Debian: {@code
 * chromium}, {@code chromium-driver}); skipped where there is none. Pictures of what was looked at
 * are left in {@code target/pictures}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportBrowserTest {
  private static ChromeDriver browser;
  @TempDir Path folder;

  @BeforeAll
  void start() {
    Optional<Path> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = onPath("chromedriver");
    assumeTrue(
        chromium.isPresent() && driver.isPresent(),
        "No Chromium and chromedriver on the PATH: the report was not looked at in a browser");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    options.setCapability("goog:loggingPrefs", java.util.Map.of(LogType.BROWSER, "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .build();
    browser = new ChromeDriver(service, options);
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static Optional<Path> onPath(String... names) {
    return Stream.of(names)
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .map(place -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void open(Report report, int width) throws IOException {
    Path page = folder.resolve("report.html");
    ReportPage.write(report, page);
    browser.manage().window().setSize(new Dimension(width, 1000));
    browser.get(page.toUri().toString());
    browser.executeAsyncScript( // a page says itself that it is drawn
        "const done = arguments[arguments.length - 1];"
            + "const look = () => document.documentElement.dataset.drawn !== undefined"
            + " ? done() : setTimeout(look, 20);"
            + "look();");
  }

  private static List<String> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  private static void picture(String name) throws IOException {
    long height = (Long) browser.executeScript("return document.documentElement.scrollHeight");
    Dimension before = browser.manage().window().getSize();
    browser.manage().window().setSize(new Dimension(before.getWidth(), (int) height + 100));
    Path pictures = Files.createDirectories(Path.of("target", "pictures"));
    Files.write(pictures.resolve(name), browser.getScreenshotAs(OutputType.BYTES));
    browser.manage().window().setSize(before);
  }

  @Test
  void everyFigureIsDrawnAndTheConsoleIsSilent() throws Exception {
    open(SampleReports.full("Amélie (2001)"), 1280);
    List<WebElement> charts = browser.findElements(By.cssSelector(".chart"));
    assertThat(charts).hasSize(10);
    for (WebElement chart : charts) {
      assertThat(chart.findElements(By.cssSelector("svg path")).size())
          .as("shapes of %s", chart.getAttribute("aria-label"))
          .isGreaterThan(3);
    }
    picture("report-wide-light.png");
    browser.findElement(By.tagName("button")).click();
    picture("report-wide-dark.png");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void figuresThatAVerbLaysOutAreDrawn() throws Exception {
    open(SampleReports.laidOut(), 1280);
    List<WebElement> charts = browser.findElements(By.cssSelector(".chart"));
    assertThat(charts).hasSize(3);
    for (WebElement chart : charts) {
      assertThat(chart.findElements(By.cssSelector("svg path")).size())
          .as("shapes of %s", chart.getAttribute("aria-label"))
          .isGreaterThan(3);
    }
    List<WebElement> pictures = browser.findElements(By.cssSelector("img.picture"));
    assertThat(pictures).hasSize(3);
    assertThat(
            browser.executeScript(
                "return arguments[0].naturalHeight", pictures.get(0))) // two of 600 rows each
        .isEqualTo(300L);
    assertThat(browser.findElement(By.tagName("main")).getText()).contains("Largest outliers");
    picture("report-sections-light.png");
    browser.findElement(By.tagName("button")).click();
    picture("report-sections-dark.png");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void narrowPageDoesNotScrollSideways() throws Exception {
    open(SampleReports.full("Amélie (2001)"), 500);
    assertThat(
            browser.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .isEqualTo(0L);
    picture("report-narrow-light.png");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void labelsWithMarkupAreShownAsText() throws Exception {
    open(SampleReports.full(SampleReports.MARKUP), 1280);
    String shown = SampleReports.MARKUP.replace('\u2028', ' ');
    assertThat(browser.findElement(By.tagName("main")).getText().replace('\u2028', ' '))
        .contains(shown);
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.getTitle()).isEqualTo("ratings.csv · Eckart");
    assertThat(complaints()).isEmpty();
  }

  @Test
  void numbersBehindAFigureOpenAsATable() throws Exception {
    open(SampleReports.full("x"), 1280);
    WebElement numbers = browser.findElements(By.cssSelector("details.numbers")).get(1);
    browser.executeAsyncScript( // the browser tells of the opening some time after the click
        "const done = arguments[arguments.length - 1];"
            + "arguments[0].addEventListener('toggle', () => done());"
            + "arguments[0].querySelector('summary').click();",
        numbers);
    assertThat(numbers.findElements(By.cssSelector("tbody tr"))).hasSize(15);
  }

  @Test
  void bareReportLeavesOutWhatItHasNoNumbersFor() throws Exception {
    open(SampleReports.bare(), 1280);
    assertThat(browser.findElements(By.cssSelector(".chart"))).isEmpty();
    assertThat(browser.findElement(By.tagName("main")).getText()).contains("no structure found");
    assertThat(complaints()).isEmpty();
  }
}
