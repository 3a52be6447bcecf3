package org.eckart.app;

import java.util.List;
import org.eckart.app.report.Binning;
import org.eckart.app.report.Report;
import org.eckart.app.report.Report.Headline;
import org.eckart.app.report.Section;
import org.eckart.linalg.Matrix;
import org.eckart.recovery.denoising.StoredMatrix;
import org.eckart.recovery.denoising.image.PatchEstimate;

/** The report of a denoising by patches. */
record PatchPage(Session session, String source) {
  Report of(PatchEstimate found, Matrix before) {
    return Report.ofSections(
        "denoising by patches",
        source,
        "%s × %s pixels, stacks of similar patches shrunk and averaged."
            .formatted(CompletionPage.count(before.rows()), CompletionPage.count(before.columns())),
        List.of(
            new Headline("noise", Binning.text(found.noiseLevel()), "standard deviation"),
            new Headline(
                "stacks", CompletionPage.count(found.groups()), "of patches that look alike"),
            new Headline("rank", Binning.text(found.meanRank()), "of a stack, on average")),
        List.of(
            new Section(
                "Before and after",
                "",
                MatrixPictures.of(StoredMatrix.of(before), StoredMatrix.of(found.image()), true))),
        DenoisePage.facts(before.rows(), before.columns()),
        DenoisePage.options(session),
        DenoisePage.provenance(session),
        session.envelope().warnings());
  }
}
