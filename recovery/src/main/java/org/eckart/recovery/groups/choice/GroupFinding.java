package org.eckart.recovery.groups.choice;

/**
 * What was found about one group.
 *
 * @param family its family
 * @param label its label
 * @param rows in it
 * @param observed entries in these rows
 * @param heldOut entries among them that models were judged on
 * @param plainRmse of the best plain model on these; NaN if there are none
 * @param chosenRmse of the chosen model, likewise
 * @param threshold τ_g, in units of the spread; 0 if the group is not penalised
 * @param rank of the fitted rows
 * @param width half of the interval that holds nine of ten entries of this group, by those held
 *     out; NaN if there are fewer than 20
 */
public record GroupFinding(
    String family,
    String label,
    int rows,
    long observed,
    int heldOut,
    double plainRmse,
    double chosenRmse,
    double threshold,
    int rank,
    double width) {
  public String name() {
    return family + ": " + label;
  }
}
